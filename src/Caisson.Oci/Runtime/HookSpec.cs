namespace Caisson.Oci.Runtime;

/// <summary>A program to run; gets the container's state on stdin.</summary>
public sealed record HookSpec
{
    public required string Path { get; init; }
    public IReadOnlyList<string> Args { get; init; } = [];
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Seconds before it is killed; null waits for ever.</summary>
    public int? Timeout { get; init; }
}
