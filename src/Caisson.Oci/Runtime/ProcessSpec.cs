namespace Caisson.Oci.Runtime;

/// <summary>The process to run (config.md#process).</summary>
public sealed record ProcessSpec
{
    /// <summary>Whether a pseudo-terminal is attached.</summary>
    public bool Terminal { get; init; }

    /// <summary>The terminal's size in characters; ignored without a terminal.</summary>
    public ConsoleSize? ConsoleSize { get; init; }

    /// <summary>Ids the process runs with.</summary>
    public UserSpec User { get; init; } = new();

    /// <summary>The argument vector; the first element is looked up in PATH when it has no slash.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Environment as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Working directory; absolute, inside the container.</summary>
    public string Cwd { get; init; } = "/";

    /// <summary>The five capability sets; null keeps none.</summary>
    public CapabilitiesSpec? Capabilities { get; init; }

    /// <summary>Resource limits (setrlimit(2)).</summary>
    public IReadOnlyList<RlimitSpec> Rlimits { get; init; } = [];

    /// <summary>Sets no_new_privs (prctl(2)).</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>The AppArmor profile to enter at exec.</summary>
    public string? ApparmorProfile { get; init; }

    /// <summary>The SELinux label of the process.</summary>
    public string? SelinuxLabel { get; init; }

    /// <summary>The value for /proc/self/oom_score_adj, -1000 to 1000.</summary>
    public int? OomScoreAdj { get; init; }

    /// <summary>The CPU scheduler's settings (sched_setattr(2)).</summary>
    public SchedulerSpec? Scheduler { get; init; }

    /// <summary>I/O class and priority (ioprio_set(2)).</summary>
    public IoPrioritySpec? IoPriority { get; init; }

    /// <summary>CPU affinity while and after a process joins the container.</summary>
    public ExecCpuAffinitySpec? ExecCpuAffinity { get; init; }
}
