using System.Globalization;
using Caisson.Linux;
using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Cgroups;

public sealed partial class Cgroup
{
    /// <summary>Reads what the cgroup uses.</summary>
    public CgroupUsage ReadUsage()
    {
        CgroupPlace? memory = FindPlace("memory"), pids = FindPlace("pids");
        bool unified = memory?.Hierarchy.IsUnified is true;
        return new(
            Number(memory, unified ? "memory.current" : "memory.usage_in_bytes"),
            MemoryLimit(memory, unified),
            Number(pids, "pids.current"),
            CpuTime(),
            Keyed(memory, unified ? "memory.events" : "memory.oom_control", "oom_kill"));
    }

    private static long? MemoryLimit(CgroupPlace? memory, bool unified)
    {
        // Version 1 says "no limit" as the highest multiple of the page size that fits a long.
        const long LegacyUnlimited = long.MaxValue - 0xffff;
        long? limit = Number(memory, unified ? "memory.max" : "memory.limit_in_bytes");
        return limit >= LegacyUnlimited ? null : limit;
    }

    private TimeSpan? CpuTime()
    {
        // cpuacct.usage is in nanoseconds. On version 2 cpu.stat has usage_usec with or without the controller.
        if (FindPlace("cpuacct") is { } legacy)
        {
            return Number(legacy, "cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : null;
        }

        return Layout.Kind == CgroupLayoutKind.Unified && Keyed(FindPlace("cgroup"), "cpu.stat", "usage_usec") is { } microseconds
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private static long? Number(CgroupPlace? place, string file) =>
        place is not null
        && CgroupCalls.TryReadText(place.Directory, file, out string text) == Errno.None
        && long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    // "key number" per line.
    private static long? Keyed(CgroupPlace? place, string file, string key)
    {
        if (place is null || CgroupCalls.TryReadText(place.Directory, file, out string text) != Errno.None)
        {
            return null;
        }

        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(key, StringComparison.Ordinal)
                && line.Length > key.Length
                && line[key.Length] == ' '
                && long.TryParse(line[(key.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }

        return null;
    }
}
