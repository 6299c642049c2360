using System.Collections.ObjectModel;

namespace Caisson.Resources;

/// <summary>Limits of a container's cgroup; null is "not said". Sizes are in bytes.</summary>
public sealed record ResourceLimits
{
    /// <summary>No limits.</summary>
    public static ResourceLimits Default { get; } = new();

    /// <summary>Memory; at least 6 MiB.</summary>
    public long? Memory { get; init; }

    /// <summary>The soft limit of memory, below <see cref="Memory"/>.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>Memory and swap together; -1 is unlimited swap; null is twice <see cref="Memory"/>.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>0 to 100.</summary>
    public int? MemorySwappiness { get; init; }

    /// <summary>Whether the kernel pauses instead of killing when memory runs out (cgroup v1).</summary>
    public bool OomKillDisable { get; init; }

    /// <summary>-1000 to 1000.</summary>
    public int? OomScoreAdjust { get; init; }

    /// <summary>Billionths of a CPU; excludes <see cref="CpuQuota"/> and <see cref="CpuPeriod"/>.</summary>
    public long? NanoCpus { get; init; }

    /// <summary>The relative share of CPU time; 1024 is what an unlimited container has.</summary>
    public ulong? CpuShares { get; init; }

    /// <summary>Microseconds of CPU time in each period; -1 is unlimited.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>The period in microseconds, 1000 to 1000000.</summary>
    public ulong? CpuPeriod { get; init; }

    /// <summary>CPUs that may be used, as <c>0-3,7</c>.</summary>
    public string? CpusetCpus { get; init; }

    /// <summary>Memory nodes that may be used, as <c>0,1</c>.</summary>
    public string? CpusetMems { get; init; }

    /// <summary>Maximum number of tasks; -1 is unlimited.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>The relative share of block I/O, 10 to 1000.</summary>
    public ushort? BlkioWeight { get; init; }

    /// <summary>Shares by device.</summary>
    public IReadOnlyList<DeviceWeight> BlkioWeightDevices { get; init; } = [];

    /// <summary>Bytes read a second.</summary>
    public IReadOnlyList<DeviceRate> DeviceReadBps { get; init; } = [];

    /// <summary>Bytes written a second.</summary>
    public IReadOnlyList<DeviceRate> DeviceWriteBps { get; init; } = [];

    /// <summary>Read operations a second.</summary>
    public IReadOnlyList<DeviceRate> DeviceReadIops { get; init; } = [];

    /// <summary>Write operations a second.</summary>
    public IReadOnlyList<DeviceRate> DeviceWriteIops { get; init; } = [];

    /// <summary>cgroup v2 files and what to write into them.</summary>
    public IReadOnlyDictionary<string, string> Unified { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
