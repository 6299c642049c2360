using System.Text;

namespace Caisson.Oci.Images;

/// <summary>
/// The name of an image, <c>[domain/]path[:tag][@digest]</c>, in the grammar that Docker and the distribution-spec use, with the
/// short forms spelled out: <c>busybox</c> is <c>docker.io/library/busybox</c>.
/// </summary>
public sealed record ImageReference
{
    private const string DefaultDomain = "docker.io", LegacyDefaultDomain = "index.docker.io", OfficialPrefix = "library/", DefaultTag = "latest";
    private const int MaxNameLength = 255, MaxTagLength = 128;

    private ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry's host, with its port if one is given.</summary>
    public string Domain { get; }

    /// <summary>The repository within the registry.</summary>
    public string Path { get; }

    /// <summary>Null when none is given.</summary>
    public string? Tag { get; private init; }

    /// <summary>The manifest's digest; null when none is given.</summary>
    public Digest? Digest { get; private init; }

    /// <summary><c>domain/path</c>.</summary>
    public string Repository => $"{Domain}/{Path}";

    /// <summary>The shortest text that stands for the same image: <c>busybox:latest</c>.</summary>
    public string Familiar => FamiliarRepository + Suffix;

    /// <summary>The shortest text that stands for the same repository: <c>busybox</c>.</summary>
    public string FamiliarRepository =>
        !string.Equals(Domain, DefaultDomain, StringComparison.Ordinal) ? Repository
        : Path.StartsWith(OfficialPrefix, StringComparison.Ordinal) && Path.IndexOf('/', OfficialPrefix.Length) < 0
            ? Path[OfficialPrefix.Length..]
            : Path;

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Reads a name as people write it.</summary>
    /// <exception cref="FormatException">It does not follow the grammar; the message says what is wrong.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out ImageReference? reference, out string problem) ? reference! : throw new FormatException(problem);

    /// <summary>Reads a name as people write it; null when it does not follow the grammar.</summary>
    public static ImageReference? TryParse(string text) => TryParse(text, out ImageReference? reference, out _) ? reference : null;

    /// <summary>The same with the tag <c>latest</c>, unless a tag or digest says which image is meant.</summary>
    public ImageReference WithDefaultTag() => Tag is null && Digest is null ? this with { Tag = DefaultTag } : this;

    /// <summary>The full text: <c>docker.io/library/busybox:latest</c>.</summary>
    public override string ToString() => Repository + Suffix;

    private static bool TryParse(string text, out ImageReference? reference, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        reference = null;
        string shown = $"invalid image name \"{Printable(text)}\": ";
        ReadOnlySpan<char> rest = text;
        Digest? digest = null;
        if (rest.IndexOf('@') is >= 0 and int at)
        {
            digest = Digest.TryParse(text[(at + 1)..]);
            rest = rest[..at];
            if (digest is null)
            {
                problem = shown + "after the @ there must be a sha256 or sha512 digest";
                return false;
            }
        }

        string? tag = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..].ToString();
            rest = rest[..colon];
        }

        (string domain, string path) = SplitDomain(rest.ToString());
        string? wrong = Problem(domain, path, tag);
        problem = shown + wrong;
        if (wrong is not null)
        {
            return false;
        }

        reference = new ImageReference(domain, path, tag, digest);
        return true;
    }

    /// <summary>The first component is a domain if it could not be part of a path: it has a dot, a colon or a capital, or is localhost.</summary>
    private static (string Domain, string Path) SplitDomain(string name)
    {
        int slash = name.IndexOf('/');
        ReadOnlySpan<char> first = slash < 0 ? default : name.AsSpan(0, slash);
        bool hasDomain = slash >= 0
            && (first.IndexOfAny('.', ':') >= 0 || first.SequenceEqual("localhost") || first.IndexOfAnyInRange('A', 'Z') >= 0);
        string domain = hasDomain ? first.ToString() : DefaultDomain;
        string path = hasDomain ? name[(slash + 1)..] : name;
        if (string.Equals(domain, LegacyDefaultDomain, StringComparison.Ordinal))
        {
            domain = DefaultDomain;
        }

        if (string.Equals(domain, DefaultDomain, StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal))
        {
            path = OfficialPrefix + path;
        }

        return (domain, path);
    }

    private static string? Problem(string domain, string path, string? tag)
    {
        if (path is "" or OfficialPrefix)
        {
            return "the name is empty";
        }

        if (!ImageReferenceGrammar.IsDomain(domain))
        {
            return "before the first slash there must be a host name, optionally with a port";
        }

        if (!ImageReferenceGrammar.IsPath(path))
        {
            return path.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0
                ? "repository names are lower-case"
                : "names are lower-case letters and digits, separated by one slash, dot, dash or underscore";
        }

        if (domain.Length + 1 + path.Length > MaxNameLength)
        {
            return $"names have at most {MaxNameLength} characters";
        }

        // It would be taken for an image id.
        if (string.Equals(domain, DefaultDomain, StringComparison.Ordinal)
            && path.StartsWith(OfficialPrefix, StringComparison.Ordinal)
            && Images.Digest.TryParse("sha256:" + path[OfficialPrefix.Length..]) is not null)
        {
            return "64 hexadecimal digits are an image id";
        }

        return tag is not null && !ImageReferenceGrammar.IsTag(tag, MaxTagLength)
            ? $"a tag is up to {MaxTagLength} letters, digits, dots, dashes and underscores, and begins with a letter, digit or underscore"
            : null;
    }

    private static string Printable(string text)
    {
        var shown = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxNameLength)))
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return shown.ToString();
    }
}
