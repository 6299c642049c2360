namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson exec</c> is asked.</summary>
internal sealed class ExecRequest
{
    /// <summary>Where options look things up.</summary>
    public Caller Caller { get; init; } = Caller.Process;

    /// <summary><c>-i</c>: pass standard input.</summary>
    public bool Interactive { get; set; }

    /// <summary><c>-t</c>: give the program a terminal.</summary>
    public bool Terminal { get; set; }

    /// <summary><c>--privileged</c>.</summary>
    public bool Privileged { get; set; }

    /// <summary><c>-e</c> and <c>--env-file</c>, in order.</summary>
    public List<string> Environment { get; } = [];

    /// <summary><c>-w</c>; null is the container's.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary><c>-u</c>; null is the container's.</summary>
    public string? User { get; set; }
}
