namespace Caisson.Cli.Images;

/// <summary>What <c>caisson image inspect</c> is asked.</summary>
internal sealed class ImageInspectRequest
{
    /// <summary><c>--format</c>: null, <c>json</c> or a template.</summary>
    public string? Format { get; set; }
}
