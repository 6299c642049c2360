using Caisson.Cli.Arguments;
using Caisson.Resources;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    // As in Docker, 0 is "no limit" and -1 "not said" where a negative number makes no sense.
    private static void AddResources(OptionTable<RunRequest> table) => table
        .Group("Resources")
        .Value("memory", 'm', "SIZE", "Limit memory", (r, v) => Limit(r, l => l with { Memory = Positive(ByteSize.Parse(v)) }))
        .Value("memory-reservation", null, "SIZE", "The soft limit of memory", (r, v) => Limit(r, l => l with { MemoryReservation = Positive(ByteSize.Parse(v)) }))
        .Value("memory-swap", null, "SIZE", "Limit memory and swap together; -1 is unlimited swap", (r, v) =>
            Limit(r, l => l with { MemorySwap = NonZero(ByteSize.ParseOrUnlimited(v)) }))
        .Value("memory-swappiness", null, "0-100", "How readily memory is swapped", (r, v) => Limit(r, l => l with { MemorySwappiness = Swappiness(v) }))
        .Flag("oom-kill-disable", null, "Pause instead of kill when memory runs out (cgroup v1)", (r, on) => Limit(r, l => l with { OomKillDisable = on }))
        .Value("oom-score-adj", null, "-1000-1000", "How readily the process is killed when memory runs out", (r, v) =>
            Limit(r, l => l with { OomScoreAdjust = (int)WholeNumber.Parse(v, -1000, 1000) }))
        .Value("cpus", null, "NUMBER", "How many CPUs' worth of time, as 1.5", (r, v) => Limit(r, l => l with { NanoCpus = Positive(CpuCount.ParseNano(v)) }))
        .Value("cpu-shares", 'c', "NUMBER", "The relative share of CPU time (1024)", (r, v) => Limit(r, l => l with { CpuShares = Unsigned(v, long.MaxValue) }))
        .Value("cpu-quota", null, "MICROSECONDS", "CPU time in each period; -1 is unlimited", (r, v) =>
            Limit(r, l => l with { CpuQuota = NonZero(WholeNumber.Parse(v, -1, long.MaxValue)) }))
        .Value("cpu-period", null, "MICROSECONDS", "The period, 1000 to 1000000", (r, v) => Limit(r, l => l with { CpuPeriod = Unsigned(v, 1_000_000) }))
        .Value("cpuset-cpus", null, "LIST", "CPUs that may be used, as 0-3,7", (r, v) => Limit(r, l => l with { CpusetCpus = CpuList.Parse(v) }))
        .Value("cpuset-mems", null, "LIST", "Memory nodes that may be used", (r, v) => Limit(r, l => l with { CpusetMems = CpuList.Parse(v) }))
        .Value("pids-limit", null, "NUMBER", "How many tasks; 0 or -1 is unlimited", (r, v) =>
            Limit(r, l => l with { PidsLimit = Positive(WholeNumber.Parse(v, -1, long.MaxValue)) ?? -1 }))
        .Value("blkio-weight", null, "10-1000", "The relative share of block I/O", (r, v) =>
            Limit(r, l => l with { BlkioWeight = v is "0" ? null : DeviceWeight.ParseWeight(v) }))
        .List("blkio-weight-device", null, "DEVICE:WEIGHT", "The share at one device", (r, v) =>
            Limit(r, l => l with { BlkioWeightDevices = [.. l.BlkioWeightDevices, DeviceWeight.Parse(v)] }))
        .List("device-read-bps", null, "DEVICE:SIZE", "Limit bytes read a second", (r, v) =>
            Limit(r, l => l with { DeviceReadBps = [.. l.DeviceReadBps, DeviceRate.ParseBytes(v)] }))
        .List("device-write-bps", null, "DEVICE:SIZE", "Limit bytes written a second", (r, v) =>
            Limit(r, l => l with { DeviceWriteBps = [.. l.DeviceWriteBps, DeviceRate.ParseBytes(v)] }))
        .List("device-read-iops", null, "DEVICE:NUMBER", "Limit read operations a second", (r, v) =>
            Limit(r, l => l with { DeviceReadIops = [.. l.DeviceReadIops, DeviceRate.ParseOperations(v)] }))
        .List("device-write-iops", null, "DEVICE:NUMBER", "Limit write operations a second", (r, v) =>
            Limit(r, l => l with { DeviceWriteIops = [.. l.DeviceWriteIops, DeviceRate.ParseOperations(v)] }))
        .List("ulimit", null, "NAME=SOFT[:HARD]", "Limit a resource of the process, as nofile=1024:2048", (r, v) => SetUlimit(r, Ulimit.Parse(v)))
        .Value("cgroup-parent", null, "CGROUP", "The parent of the container's cgroup", (r, v) => r.Spec = r.Spec with { CgroupParent = v.Length == 0 ? null : v })
        .Refused(OptionKind.Value, "kernel-memory", null, "the kernel has no such limit any more (removed in Linux 5.16); use --memory")
        .Refused(OptionKind.Value, "cpu-rt-period", null, "realtime scheduling of groups is not supported; use --ulimit rtprio", "0")
        .Refused(OptionKind.Value, "cpu-rt-runtime", null, "realtime scheduling of groups is not supported; use --ulimit rtprio", "0");

    private static void Limit(RunRequest request, Func<ResourceLimits, ResourceLimits> change) =>
        request.Spec = request.Spec with { Resources = change(request.Spec.Resources) };

    private static long? Positive(long value) => value > 0 ? value : null;

    private static long? NonZero(long value) => value != 0 ? value : null;

    private static ulong? Unsigned(string text, long maximum) => (ulong?)Positive(WholeNumber.Parse(text, 0, maximum));

    private static int? Swappiness(string text) => (int)WholeNumber.Parse(text, -1, 100) is var value and >= 0 ? value : null;

    // One limit for each name; the last one given counts.
    private static void SetUlimit(RunRequest request, Ulimit limit) => request.Spec = request.Spec with
    {
        Ulimits = [.. request.Spec.Ulimits.Where(other => !string.Equals(other.Name, limit.Name, StringComparison.Ordinal)), limit],
    };
}
