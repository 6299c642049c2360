namespace Caisson.Linux.Cgroups;

/// <summary>How control groups are mounted (cgroups(7)).</summary>
public enum CgroupLayoutKind
{
    /// <summary>No cgroup file system is mounted: nothing can be limited.</summary>
    None,

    /// <summary>Version 1 hierarchies only.</summary>
    Legacy,

    /// <summary>Version 1 hierarchies beside a version 2 one, which has the controllers that version 1 left over, or none.</summary>
    Hybrid,

    /// <summary>Version 2 alone.</summary>
    Unified,
}
