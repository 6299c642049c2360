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

    /// <summary>Looks at a container that is said to run.</summary>
    /// <param name="path">The container's directory.</param>
    /// <param name="spec">What its monitor was told.</param>
    /// <param name="state">What it last wrote.</param>
    /// <returns>The state as it really is; null when the container is gone (<c>--rm</c>).</returns>
    public static ContainerState? Repair(string path, SupervisionSpec spec, ContainerState state)
    {
        if (state.Status != ContainerStatus.Running)
        {
            return state;
        }

        using SafeFileHandle directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        using SafeFileHandle held = FileCalls.Open(directory, ContainerFiles.MonitorLock, OpenFlags.O_RDWR);
        if (FileCalls.TryLock(held) != Errno.None)
        {
            // The monitor lives, or another command is at the repair.
            return state;
        }

        // The monitor may have ended in order since the state was read.
        state = ContainerState.Read(directory);
        if (state.Status != ContainerStatus.Running)
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
        repaired.Write(directory);
        return repaired;
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

        RuntimeSpec configuration = RuntimeSpecJson.Read(FileCalls.ReadFileAt(directory, ContainerFiles.Config, LargestConfiguration));
        if (configuration.Linux?.CgroupsPath is { } cgroupPath && Cgroup.TryOpen(CgroupLayout.Detect(), cgroupPath) is { } cgroup)
        {
            using (cgroup)
            {
                cgroup.Kill(s_killTimeout);
                cgroup.Remove(s_killTimeout);
            }
        }
    }
}
