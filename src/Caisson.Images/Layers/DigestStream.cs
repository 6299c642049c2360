using System.Security.Cryptography;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>
/// Hashes, counts and bounds what is read through it, and can write a copy into a file: one pass over a blob does everything.
/// It reads ahead in large pieces, so that small reads cost nothing.
/// </summary>
internal sealed class DigestStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly IncrementalHash _hash;
    private readonly bool _sha512;
    private readonly long _limit;
    private readonly string _what;
    private readonly SafeFileHandle? _copy;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    /// <param name="source">Stays the caller's.</param>
    /// <param name="sha512">SHA-512 instead of SHA-256.</param>
    /// <param name="limit">Bytes; more are an error.</param>
    /// <param name="what">Names the content in errors.</param>
    /// <param name="copy">A file that gets the same bytes.</param>
    internal DigestStream(Stream source, bool sha512, long limit, string what, SafeFileHandle? copy = null)
    {
        _source = source;
        _sha512 = sha512;
        _hash = IncrementalHash.CreateHash(sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        _limit = limit;
        _what = what;
        _copy = copy;
    }

    /// <summary>Bytes so far, including those read ahead.</summary>
    internal long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Reads to the end and returns the digest of everything.</summary>
    internal Digest Finish()
    {
        do
        {
            Fill();
        }
        while (_end > 0);
        byte[] hash = _hash.GetHashAndReset();
        return _sha512 ? Digest.FromSha512(hash) : Digest.FromSha256(hash);
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _start = 0;
        _end = _source.Read(_buffer);
        if (_end > _limit - Count)
        {
            throw new ImageException($"{_what} is larger than {_limit} bytes");
        }

        _hash.AppendData(_buffer, 0, _end);
        if (_copy is not null)
        {
            FileCalls.WriteAt(_copy, _buffer.AsSpan(0, _end), Count, _what);
        }

        Count += _end;
    }
}
