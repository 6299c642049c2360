using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

/// <summary>What a new process needs to be in a cgroup from its first instruction on. Owned by the <see cref="Cgroup"/>.</summary>
/// <param name="TaskFiles">
/// <c>tasks</c> files of version 1, open for writing. The child writes <c>0</c> into each while it has a single thread: that moves the
/// caller alone and takes about 0.02 ms, where moving it from outside through cgroup.procs waits for an RCU grace period (7 to 9 ms).
/// </param>
/// <param name="UnifiedDirectory">
/// The directory of version 2 for CLONE_INTO_CGROUP of clone3(2); null without a unified hierarchy.
/// </param>
/// <param name="UnifiedRequired">
/// Whether <paramref name="UnifiedDirectory"/> must be used. In the hybrid layout it is mostly optional: no limit depends on it.
/// </param>
public sealed record CgroupEntry(IReadOnlyList<SafeFileHandle> TaskFiles, SafeFileHandle? UnifiedDirectory, bool UnifiedRequired)
{
    /// <summary>
    /// <c>cgroup.procs</c> of version 2, for a process that enters by itself because it is not cloned into the directory; null when it need
    /// not. The caller's to close.
    /// </summary>
    public SafeFileHandle? OpenUnifiedProcesses() =>
        UnifiedRequired && UnifiedDirectory is { } directory ? FileCalls.Open(directory, "cgroup.procs", OpenFlags.O_WRONLY) : null;
}
