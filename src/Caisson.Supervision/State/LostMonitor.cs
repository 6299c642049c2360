using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.State;

/// <summary>
/// Puts right what a killed monitor left: its container's processes are ended, its cgroup is removed, and what happened is recorded. Mounts
/// and namespaces need nothing: they went with the processes.
/// </summary>
public static class LostMonitor
{
    private const int LargestConfiguration = 16 << 20, KilledCode = 137, SIGKILL = 9;
    private static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Looks at a container that is said to run, or to be about to.</summary>
    /// <param name="path">The container's directory.</param>
    /// <param name="spec">What its monitor was told.</param>
    /// <param name="state">What it last wrote.</param>
    /// <returns>The state as it really is; null when the container is gone (<c>--rm</c>).</returns>
    public static ContainerState? Repair(string path, SupervisionSpec spec, ContainerState state)
    {
        if (state.Status == ContainerStatus.Exited)
        {
            return state;
        }

        using SafeFileHandle directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        if (state.Status == ContainerStatus.Created && !HasCgroup(directory))
        {
            return state;
        }

        using SafeFileHandle held = FileCalls.Open(directory, ContainerFiles.MonitorLock, OpenFlags.O_RDWR);
        if (FileCalls.TryLock(held) != Errno.None)
        {
            // The monitor lives, or another command is at the repair.
            return state;
        }

        // The monitor may have ended in order since the state was read. One that was killed before it could say that the program runs left
        // a container that was only created, as far as its state says, and a cgroup.
        state = ContainerState.Read(directory);
        if (state.Status == ContainerStatus.Exited || (state.Status == ContainerStatus.Created && !HasCgroup(directory)))
        {
            return state;
        }

        EndProcesses(directory, state);
        if (spec.Remove)
        {
            ContainerRemoval.Remove(path, spec.Name);
            return null;
        }

        ContainerState repaired = state with
        {
            Status = ContainerStatus.Exited,
            Process = null,
            Monitor = null,
            Finished = TimeProvider.System.GetUtcNow(),
            ExitCode = KilledCode,
            Error = "monitor lost",
        };
        try
        {
            repaired.Write(directory);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOSPC or Errno.EDQUOT or Errno.EROFS)
        {
            // It is true without being written down, and the next command finds it out again. Removing containers has to work on a full disk.
        }

        return repaired;
    }

    private static bool HasCgroup(SafeFileHandle directory)
    {
        using Cgroup? cgroup = OpenCgroup(directory);
        return cgroup is not null;
    }

    private static Cgroup? OpenCgroup(SafeFileHandle directory)
    {
        RuntimeSpec configuration = RuntimeSpecJson.Read(FileCalls.ReadFileAt(directory, ContainerFiles.Config, LargestConfiguration));
        return configuration.Linux?.CgroupsPath is { } path ? Cgroup.TryOpen(CgroupLayout.Detect(), path) : null;
    }

    private static void EndProcesses(SafeFileHandle directory, ContainerState state)
    {
        if (state.Process?.TryOpen() is { } process)
        {
            using (process)
            {
                _ = ProcessCalls.TrySignal(process, SIGKILL);
            }
        }

        if (OpenCgroup(directory) is { } cgroup)
        {
            using (cgroup)
            {
                cgroup.Kill(s_killTimeout);
                cgroup.Remove(s_killTimeout);
            }
        }
    }
}
