using System.Diagnostics;
using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

public sealed partial class Cgroup
{
    /// <summary>
    /// Removes the cgroup and those that the container made below it, in every hierarchy. Processes that are ending are waited for; a
    /// cgroup that is gone already is no error.
    /// </summary>
    /// <param name="timeout">How long to wait for ending processes; by default 2 seconds.</param>
    /// <exception cref="CgroupException">Processes are left in it when the time is over; see <see cref="Kill"/>.</exception>
    public void Remove(TimeSpan? timeout = null)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan patience = timeout ?? TimeSpan.FromSeconds(2);
        foreach (CgroupPlace place in _places)
        {
            Errno error;
            for (int attempt = 0; (error = TryRemove(place)) == Errno.EBUSY; attempt++)
            {
                TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    throw StillAlive(place, patience);
                }

                WaitForLeaving(place, left, attempt);
            }

            if (error != Errno.None)
            {
                throw new LinuxException("remove cgroup", place.FullPath, error);
            }
        }
    }

    private static Errno TryRemove(CgroupPlace place)
    {
        Errno error = FileCalls.TryUnlink(place.Mount, place.Path, isDirectory: true);
        if (error is Errno.EBUSY or Errno.ENOTEMPTY)
        {
            // Busy with children or with processes, which the kernel does not tell apart.
            error = CgroupTree.TryRemoveBelow(place.Directory);
            if (error == Errno.None)
            {
                error = FileCalls.TryUnlink(place.Mount, place.Path, isDirectory: true);
            }
        }

        return error == Errno.ENOENT ? Errno.None : error;
    }

    // A process that has been waited for may still be in its cgroup: the kernel takes it out when it has left the processor for good.
    // That is a matter of microseconds, so short turns come first.
    private static void WaitForLeaving(CgroupPlace place, TimeSpan timeout, int attempt)
    {
        if (attempt < EarlyAttempts)
        {
            CgroupCalls.Yield(Pause(attempt));
            return;
        }

        if (place.Hierarchy.IsUnified)
        {
            if (WaitFor(place, "populated 0", timeout))
            {
                CgroupCalls.Yield(Pause(attempt));
            }

            return;
        }

        // Version 1 announces nothing, but each process does when it ends.
        var processes = new List<int>();
        ProcessesBelow(place, processes);
        foreach (int pid in processes)
        {
            if (pid > 0 && ProcessCalls.TryOpen(pid, out SafeFileHandle? process) == Errno.None)
            {
                using (process)
                {
                    CgroupCalls.WaitForExit(process!, timeout);
                }

                return;
            }
        }

        CgroupCalls.Yield(Pause(attempt));
    }
}
