namespace Caisson.Runtime.Cgroups;

/// <summary>What a step of <see cref="CgroupMounts"/> does.</summary>
public enum CgroupMountKind
{
    /// <summary>A small tmpfs that holds the mount points of the hierarchies.</summary>
    Tmpfs,

    /// <summary>A new mount of a version 1 hierarchy; in a cgroup namespace its top is the container's cgroup.</summary>
    Cgroup,

    /// <summary>A new mount of version 2.</summary>
    Cgroup2,

    /// <summary>A bind mount of the container's own directory on the host, where it has no cgroup namespace.</summary>
    Bind,

    /// <summary>A symbolic link, for example <c>cpu</c> to <c>cpu,cpuacct</c>.</summary>
    Symlink,
}
