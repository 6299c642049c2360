namespace Caisson.Oci.Runtime;

/// <summary>The Linux-specific section of a configuration (config-linux.md).</summary>
public sealed record LinuxSpec
{
    /// <summary>Namespaces to create or join; a kind that is not listed is shared with the host.</summary>
    public IReadOnlyList<NamespaceSpec> Namespaces { get; init; } = [];

    public IReadOnlyList<IdMapping> UidMappings { get; init; } = [];
    public IReadOnlyList<IdMapping> GidMappings { get; init; } = [];

    /// <summary>Offsets of a new time namespace by clock name (<c>monotonic</c>, <c>boottime</c>).</summary>
    public IReadOnlyDictionary<string, TimeOffset> TimeOffsets { get; init; } = EmptyMap<TimeOffset>.Value;

    /// <summary>Devices to create besides the default ones.</summary>
    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Where the container's cgroup is: absolute below the hierarchy, or relative to the runtime's choice.</summary>
    public string? CgroupsPath { get; init; }

    public ResourcesSpec? Resources { get; init; }

    /// <summary>Kernel parameters by name in dotted form.</summary>
    public IReadOnlyDictionary<string, string> Sysctl { get; init; } = EmptyMap<string>.Value;

    public SeccompSpec? Seccomp { get; init; }

    /// <summary>Propagation of the root mount: private, slave, shared, unbindable (or with r in front).</summary>
    public string? RootfsPropagation { get; init; }

    public IReadOnlyList<string> MaskedPaths { get; init; } = [];
    public IReadOnlyList<string> ReadonlyPaths { get; init; } = [];

    /// <summary>The SELinux label for mounts.</summary>
    public string? MountLabel { get; init; }

    public IntelRdtSpec? IntelRdt { get; init; }
    public PersonalitySpec? Personality { get; init; }
}
