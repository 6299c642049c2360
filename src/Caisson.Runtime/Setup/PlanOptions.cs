using Caisson.Runtime.Mounts;
using Caisson.Runtime.Seccomp;

namespace Caisson.Runtime.Setup;

/// <summary>What a plan needs to know besides the specification.</summary>
public sealed record PlanOptions
{
    /// <summary>Where the root file system comes from.</summary>
    public required RootSource Root { get; init; }

    /// <summary>An existing directory of the host over which the root is attached, in the container's mount namespace only.</summary>
    public required string RootMountPoint { get; init; }

    /// <summary>The container's id, for the session keyring's name.</summary>
    public required string Id { get; init; }

    /// <summary>The highest capability that the kernel knows.</summary>
    public required int LastCapability { get; init; }

    /// <summary>The compiled filter of linux.seccomp.</summary>
    public SeccompFilter? Seccomp { get; init; }

    /// <summary>The cgroup whose v1 hierarchies the process enters by itself; null when the clone places it (v2) or there is none.</summary>
    public string? CgroupToEnter { get; init; }

    /// <summary>The mounts that a mount of type cgroup stands for on this machine.</summary>
    public IReadOnlyList<Oci.Runtime.MountSpec> CgroupMounts { get; init; } = [];

    /// <summary>Whether caisson-init supervises the program as process 1.</summary>
    public bool Supervised { get; init; }

    /// <summary>Whether a missing working directory is made.</summary>
    public bool CreateWorkingDirectory { get; init; }

    /// <summary>Whether the process gets descriptors of a monitor as its standard streams, or keeps its starter's.</summary>
    public bool ConnectStreams { get; init; }
}
