namespace Caisson.Cli.Images;

/// <summary>What <c>caisson images</c> is asked.</summary>
internal sealed class ImagesRequest
{
    /// <summary><c>-q</c>: only ids.</summary>
    public bool Quiet { get; set; }

    /// <summary><c>--no-trunc</c>: whole ids.</summary>
    public bool NoTruncation { get; set; }

    /// <summary><c>--digests</c>: one more column.</summary>
    public bool Digests { get; set; }

    /// <summary><c>--format</c>.</summary>
    public string? Format { get; set; }

    /// <summary><c>--filter</c>: all must hold.</summary>
    public List<ImageFilter> Filters { get; } = [];
}
