using Caisson.Linux.Cgroups;
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

    /// <summary>How cgroups are mounted on this machine: whether the process enters its cgroup by itself (version 1), and what a mount of type
    /// cgroup stands for.</summary>
    public required CgroupLayout Cgroups { get; init; }

    /// <summary>Whether caisson-init supervises the program as process 1.</summary>
    public bool Supervised { get; init; }

    /// <summary>Whether a missing working directory is made.</summary>
    public bool CreateWorkingDirectory { get; init; }

    /// <summary>Whether the process gets descriptors of a monitor as its standard streams, or keeps its starter's.</summary>
    public bool ConnectStreams { get; init; }
}
