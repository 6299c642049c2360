using System.Buffers;

namespace Caisson.Oci.Images;

/// <summary>
/// The identity of content: an algorithm and the hash in lower-case hexadecimal (image-spec descriptor.md#digests). Only the two
/// registered algorithms are known, with exactly the length that each has.
/// </summary>
public sealed record Digest
{
    private const int Sha256Digits = 64, Sha512Digits = 128;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string _text;
    private readonly int _colon;

    private Digest(string text, int colon)
    {
        _text = text;
        _colon = colon;
    }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm => _text[.._colon];

    /// <summary>The hash, in lower case: safe as a file name.</summary>
    public string Hex => _text[(_colon + 1)..];

    /// <summary>The first twelve digits, as listings show them.</summary>
    public string Short => _text.Substring(_colon + 1, 12);

    /// <summary>Whether the hash is SHA-512; otherwise it is SHA-256.</summary>
    public bool IsSha512 => _text.Length == "sha512:".Length + Sha512Digits;

    /// <summary>Reads <c>sha256:…</c> or <c>sha512:…</c>; null for anything else.</summary>
    public static Digest? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int digits = text.StartsWith("sha256:", StringComparison.Ordinal) ? Sha256Digits
            : text.StartsWith("sha512:", StringComparison.Ordinal) ? Sha512Digits
            : 0;
        const int Colon = 6;
        return digits > 0 && text.Length == Colon + 1 + digits && !text.AsSpan(Colon + 1).ContainsAnyExcept(HexDigits)
            ? new Digest(text, Colon)
            : null;
    }

    /// <summary>Reads a digest.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static Digest Parse(string text) =>
        TryParse(text) ?? throw new FormatException("expected a digest, such as sha256 followed by a colon and 64 hexadecimal digits");

    /// <summary>A SHA-256 digest of the 32 bytes of a hash.</summary>
    public static Digest FromSha256(ReadOnlySpan<byte> hash) =>
        hash.Length == Sha256Digits / 2
            ? new Digest("sha256:" + Convert.ToHexStringLower(hash), "sha256".Length)
            : throw new ArgumentException("a SHA-256 hash has 32 bytes", nameof(hash));

    /// <summary>A SHA-512 digest of the 64 bytes of a hash.</summary>
    public static Digest FromSha512(ReadOnlySpan<byte> hash) =>
        hash.Length == Sha512Digits / 2
            ? new Digest("sha512:" + Convert.ToHexStringLower(hash), "sha512".Length)
            : throw new ArgumentException("a SHA-512 hash has 64 bytes", nameof(hash));

    /// <inheritdoc/>
    public bool Equals(Digest? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary><c>algorithm:hex</c>.</summary>
    public override string ToString() => _text;
}
