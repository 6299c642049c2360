using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>What a start needs besides its plan. All descriptors stay the caller's.</summary>
public sealed record StartOptions
{
    /// <summary>The program's stdin, stdout and stderr; ignored when the plan makes a terminal, empty to inherit.</summary>
    public IReadOnlyList<SafeFileHandle> Streams { get; init; } = [];

    /// <summary>The tasks files of the container's cgroup v1 hierarchies.</summary>
    public IReadOnlyList<SafeFileHandle> CgroupEntries { get; init; } = [];

    /// <summary>The container's cgroup v2 directory.</summary>
    public SafeFileHandle? CgroupDirectory { get; init; }

    /// <summary>
    /// The processes to whose namespaces and mounts the configuration refers by number. The start fails if one of them has ended, as its number
    /// may be another's by then.
    /// </summary>
    public IReadOnlyList<SafeFileHandle> JoinedProcesses { get; init; } = [];

    /// <summary>The sealed executable of caisson-init: needed by supervised plans and by those that join pid namespaces.</summary>
    public SafeFileHandle? Init { get; init; }
}
