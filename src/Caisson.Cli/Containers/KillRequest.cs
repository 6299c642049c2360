using Caisson.Processes;

namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson kill</c> is asked.</summary>
internal sealed class KillRequest
{
    /// <summary><c>-s</c>; SIGKILL by default.</summary>
    public Signal Signal { get; set; } = Signal.Kill;
}
