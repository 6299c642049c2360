namespace Caisson.Cli.Host;

/// <summary>What <c>caisson version</c> is asked.</summary>
internal sealed class VersionRequest
{
    /// <summary><c>--format</c>: null, <c>json</c> or a template.</summary>
    public string? Format { get; set; }
}
