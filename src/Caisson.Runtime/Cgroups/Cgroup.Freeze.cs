using System.Diagnostics;
using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Cgroups;

public sealed partial class Cgroup
{
    /// <summary>Stops every process of the cgroup, and returns when all stand still.</summary>
    /// <exception cref="CgroupException">No freezer is available, or some still run when the time is over; they are thawed again.</exception>
    public void Freeze(TimeSpan timeout)
    {
        CgroupPlace place = Freezer;
        bool frozen = place.Hierarchy.IsUnified
            ? Set(place, "cgroup.freeze", "1") && WaitFor(place, "frozen 1", timeout)
            : Set(place, "freezer.state", "FROZEN") && WaitForLegacyState(place, "FROZEN", timeout);
        if (!frozen)
        {
            Thaw(timeout);
            throw new CgroupException($"freeze cgroup {place.FullPath}: some processes do not stop");
        }
    }

    /// <summary>Lets a frozen cgroup go on; no error when it is not frozen.</summary>
    public void Thaw(TimeSpan timeout)
    {
        CgroupPlace place = Freezer;
        bool thawed = place.Hierarchy.IsUnified
            ? Set(place, "cgroup.freeze", "0") && WaitFor(place, "frozen 0", timeout)
            : Set(place, "freezer.state", "THAWED") && WaitForLegacyState(place, "THAWED", timeout);
        if (!thawed)
        {
            throw new CgroupException($"thaw cgroup {place.FullPath}: it stays frozen, perhaps because a cgroup above it is");
        }
    }

    /// <summary>Whether the processes stand still because of <see cref="Freeze"/>.</summary>
    public bool IsFrozen
    {
        get
        {
            CgroupPlace place = Freezer;
            return place.Hierarchy.IsUnified
                ? HasLine(CgroupCalls.ReadText(place.Directory, "cgroup.events"), "frozen 1")
                : CgroupCalls.ReadText(place.Directory, "freezer.state").StartsWith("FROZEN", StringComparison.Ordinal);
        }
    }

    private CgroupPlace Freezer =>
        (Layout.Kind == CgroupLayoutKind.Unified ? FindPlace("cgroup") : FindPlace("freezer"))
        ?? throw new CgroupException($"pause: the freezer controller is not available under {CgroupLayout.DefaultMountPoint}");

    private static bool Set(CgroupPlace place, string file, string value)
    {
        Errno error = CgroupCalls.TryWrite(place.Directory, file, value);
        return error == Errno.None ? true : throw new LinuxException($"write {value} to", $"{place.FullPath}/{file}", error);
    }

    // Version 1 brings the state up to date only when it is read, and announces nothing (cgroup-v1/freezer-subsystem.rst).
    private static bool WaitForLegacyState(CgroupPlace place, string state, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        for (int attempt = 0; !CgroupCalls.ReadText(place.Directory, "freezer.state").StartsWith(state, StringComparison.Ordinal); attempt++)
        {
            if (Stopwatch.GetElapsedTime(start) >= timeout)
            {
                return false;
            }

            CgroupCalls.Yield(Pause(attempt));
        }

        return true;
    }

    // cgroup.events: "populated 1\nfrozen 0\n". The kernel wakes pollers at each change, but at most every 10 ms
    // (CGROUP_FILE_NOTIFY_MIN_INTV), and a short-lived container is born and gone within that. So it is asked a few times first.
    private static bool WaitFor(CgroupPlace place, string line, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        using SafeFileHandle events = FileCalls.Open(place.Directory, "cgroup.events", OpenFlags.O_RDONLY);
        for (int attempt = 0; ; attempt++)
        {
            Errno error = CgroupCalls.TryReadText(events, out string text);
            if (error != Errno.None)
            {
                throw new LinuxException("read", $"{place.FullPath}/cgroup.events", error);
            }

            if (HasLine(text, line))
            {
                return true;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left > TimeSpan.Zero && attempt < EarlyAttempts)
            {
                CgroupCalls.Yield(Pause(attempt));
            }
            else if (left <= TimeSpan.Zero || !CgroupCalls.WaitForChange(events, left))
            {
                return false;
            }
        }
    }

    private static bool HasLine(string text, string line)
    {
        foreach (ReadOnlySpan<char> candidate in text.AsSpan().EnumerateLines())
        {
            if (candidate.SequenceEqual(line))
            {
                return true;
            }
        }

        return false;
    }
}
