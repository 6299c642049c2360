namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson rm</c> is asked.</summary>
internal sealed class RemoveRequest
{
    /// <summary><c>-f</c>: kill it first if it runs.</summary>
    public bool Force { get; set; }
}
