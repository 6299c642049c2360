using System.Diagnostics;
using System.Globalization;
using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

public sealed partial class Cgroup
{
    /// <summary>How many processes are signalled and waited for at a time, one descriptor each.</summary>
    private const int Batch = 128;

    private const int SIGKILL = 9;

    /// <summary>How often a state is asked for in short turns before its event is waited for.</summary>
    private const int EarlyAttempts = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1);

    /// <summary>The place that tells who belongs to the container: version 2 where it is alone, else a version 1 hierarchy.</summary>
    private CgroupPlace? Census
    {
        get
        {
            if ((Layout.Kind == CgroupLayoutKind.Unified ? FindPlace("cgroup") : FindPlace("pids") ?? FindPlace("freezer")) is { } place
                && (Layout.Kind == CgroupLayoutKind.Unified || !place.Hierarchy.IsUnified))
            {
                return place;
            }

            return _places.Find(p => !p.Hierarchy.IsUnified) ?? _places.Find(_ => true);
        }
    }

    /// <summary>
    /// The processes in the cgroup and in those below it, as this process's pid namespace numbers them; 0 is a process outside of that.
    /// </summary>
    public IReadOnlyList<int> Processes()
    {
        var processes = new List<int>();
        if (Census is { } place)
        {
            ProcessesBelow(place, processes);
        }

        return processes;
    }

    /// <summary>
    /// Kills every process, and returns when none is left. Processes that fork faster than one can kill them are kept from forking first.
    /// </summary>
    /// <exception cref="CgroupException">Some are still alive when the time is over, for example in an uninterruptible wait.</exception>
    public void Kill(TimeSpan timeout)
    {
        if (Census is not { } place)
        {
            return;
        }

        // cgroup.kill (Linux 5.14) kills the whole tree at once, frozen or not.
        long start = Stopwatch.GetTimestamp();
        if (place.Hierarchy.IsUnified && CgroupCalls.TryWrite(place.Directory, "cgroup.kill", "1") == Errno.None)
        {
            if (!WaitFor(place, "populated 0", timeout))
            {
                throw StillAlive(place, timeout);
            }

            return;
        }

        string? limit = StopForks();
        try
        {
            do
            {
                if (!KillSome(place, timeout, start))
                {
                    return;
                }
            }
            while (Stopwatch.GetElapsedTime(start) < timeout);
            throw StillAlive(place, timeout);
        }
        finally
        {
            if (limit is not null)
            {
                CgroupCalls.TryWrite(PlaceOf("pids").Directory, "pids.max", limit);
            }
        }
    }

    // Where the kernel changes something without announcing it: 10 microseconds, growing to a millisecond.
    private static TimeSpan Pause(int attempt) =>
        attempt >= EarlyAttempts ? LongestPause : TimeSpan.FromMicroseconds(10 * (attempt + 1));

    private static CgroupException StillAlive(CgroupPlace place, TimeSpan timeout)
    {
        var left = new List<int>();
        ProcessesBelow(place, left);
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"cgroup {place.FullPath}: {left.Count} processes still there after {timeout.TotalSeconds:0.#} s, the first is {(left.Count > 0 ? left[0] : 0)}"));
    }

    private static void ProcessesBelow(CgroupPlace place, List<int> processes)
    {
        Errno error = CgroupTree.TryVisit(place.Directory, directory =>
        {
            // EOPNOTSUPP: a threaded cgroup, whose processes are listed above it. ENODEV: removed meanwhile.
            if (CgroupCalls.TryReadText(directory, "cgroup.procs", out string text) == Errno.None)
            {
                foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
                {
                    if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
                    {
                        processes.Add(pid);
                    }
                }
            }
        });
        if (error is not (Errno.None or Errno.ENOENT or Errno.ENODEV))
        {
            throw new LinuxException("list processes of cgroup", place.FullPath, error);
        }
    }

    // With no room for another task, one round reaches everybody.
    private string? StopForks()
    {
        if (FindPlace("pids") is not { } place
            || CgroupCalls.TryReadText(place.Directory, "pids.max", out string limit) != Errno.None
            || CgroupCalls.TryWrite(place.Directory, "pids.max", "0") != Errno.None)
        {
            return null;
        }

        return limit.TrimEnd();
    }

    // Returns false when nobody is left.
    private bool KillSome(CgroupPlace place, TimeSpan timeout, long start)
    {
        var seen = new List<int>();
        ProcessesBelow(place, seen);
        if (seen.Count == 0)
        {
            return false;
        }

        var held = new List<(int Pid, SafeFileHandle Handle)>();
        try
        {
            foreach (int pid in seen)
            {
                if (pid == 0)
                {
                    throw new CgroupException($"cgroup {place.FullPath} has a process outside of this pid namespace, which cannot be killed from here");
                }

                if (held.Count < Batch && ProcessCalls.TryOpen(pid, out SafeFileHandle? process) == Errno.None)
                {
                    held.Add((pid, process!));
                }
            }

            // Between listing and opening, a pid may have passed to a stranger: only who is still listed now was meant.
            var members = new HashSet<int>();
            ProcessesBelow(place, seen = []);
            members.UnionWith(seen);
            held.RemoveAll(process => Spare(process, members));
            foreach ((_, SafeFileHandle process) in held)
            {
                ProcessCalls.TrySignal(process, SIGKILL);
            }

            // A process frozen by version 1 dies when it thaws.
            if (FindPlace("freezer") is { } freezer)
            {
                CgroupCalls.TryWrite(freezer.Directory, "freezer.state", "THAWED");
            }

            foreach ((_, SafeFileHandle process) in held)
            {
                CgroupCalls.WaitForExit(process, timeout - Stopwatch.GetElapsedTime(start));
            }

            if (held.Count == 0)
            {
                CgroupCalls.Yield(LongestPause);   // On their way out, and no longer to be waited for.
            }

            return true;
        }
        finally
        {
            foreach ((_, SafeFileHandle process) in held)
            {
                process.Dispose();
            }
        }
    }

    private static bool Spare((int Pid, SafeFileHandle Handle) process, HashSet<int> members)
    {
        if (members.Contains(process.Pid))
        {
            return false;
        }

        process.Handle.Dispose();
        return true;
    }
}
