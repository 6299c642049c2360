namespace Caisson.Oci.Runtime;

/// <summary>Limits of the container's cgroup (config-linux.md#control-groups).</summary>
public sealed record ResourcesSpec
{
    /// <summary>Device access rules, in order; the last match wins.</summary>
    public IReadOnlyList<DeviceRule> Devices { get; init; } = [];

    public MemorySpec? Memory { get; init; }
    public CpuSpec? Cpu { get; init; }

    /// <summary>Maximum number of tasks; zero or less is unlimited; null leaves it.</summary>
    public long? PidsLimit { get; init; }

    public BlockIoSpec? BlockIo { get; init; }
    public IReadOnlyList<HugepageLimit> HugepageLimits { get; init; } = [];
    public NetworkClassSpec? Network { get; init; }

    /// <summary>Limits by RDMA device.</summary>
    public IReadOnlyDictionary<string, RdmaLimit> Rdma { get; init; } = EmptyMap<RdmaLimit>.Value;

    /// <summary>cgroup v2 files and what to write into them.</summary>
    public IReadOnlyDictionary<string, string> Unified { get; init; } = EmptyMap<string>.Value;
}
