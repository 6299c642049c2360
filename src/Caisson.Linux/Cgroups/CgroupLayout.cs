namespace Caisson.Linux.Cgroups;

/// <summary>Which cgroup hierarchies exist and where they are mounted.</summary>
/// <param name="Kind">Version 1, version 2, or both.</param>
/// <param name="Hierarchies">In the order of mounting; at most one of them is unified.</param>
public sealed record CgroupLayout(CgroupLayoutKind Kind, IReadOnlyList<CgroupHierarchy> Hierarchies)
{
    /// <summary>Where distributions mount cgroups.</summary>
    public const string DefaultMountPoint = "/sys/fs/cgroup";

    /// <summary>The version 2 hierarchy; null when there is none.</summary>
    public CgroupHierarchy? Unified
    {
        get
        {
            foreach (CgroupHierarchy hierarchy in Hierarchies)
            {
                if (hierarchy.IsUnified)
                {
                    return hierarchy;
                }
            }

            return null;
        }
    }

    /// <summary>The hierarchy that has the controller; null when none has. A controller is in one hierarchy only (cgroups(7)).</summary>
    public CgroupHierarchy? Find(string controller)
    {
        foreach (CgroupHierarchy hierarchy in Hierarchies)
        {
            if (hierarchy.Has(controller))
            {
                return hierarchy;
            }
        }

        return null;
    }

    /// <summary>
    /// Looks at this machine as this process sees it. On version 2 that is a statfs(2) and one small read, elsewhere also
    /// a read of <c>/proc/self/mountinfo</c>.
    /// </summary>
    public static CgroupLayout Detect()
    {
        if (CgroupCalls.IsCgroup2(DefaultMountPoint))
        {
            return new(CgroupLayoutKind.Unified, [new(DefaultMountPoint, "/", ReadControllers(DefaultMountPoint), IsUnified: true)]);
        }

        CgroupLayout layout = Parse(CgroupCalls.ReadText(null, "/proc/self/mountinfo"));
        if (layout.Unified is not { } unified)
        {
            return layout;
        }

        var hierarchies = new List<CgroupHierarchy>(layout.Hierarchies);
        hierarchies[hierarchies.IndexOf(unified)] = unified with { Controllers = ReadControllers(unified.MountPoint) };
        return layout with { Hierarchies = hierarchies };
    }

    /// <summary>Finds the hierarchies in a text of the format of <c>/proc/PID/mountinfo</c>; a unified one has no controllers yet.</summary>
    public static CgroupLayout Parse(string mountInfo)
    {
        IReadOnlyList<CgroupHierarchy> hierarchies = CgroupMountInfo.Parse(mountInfo);
        bool unified = false, legacy = false;
        foreach (CgroupHierarchy hierarchy in hierarchies)
        {
            unified |= hierarchy.IsUnified;
            legacy |= !hierarchy.IsUnified;
        }

        CgroupLayoutKind kind = (legacy, unified) switch
        {
            (true, true) => CgroupLayoutKind.Hybrid,
            (true, false) => CgroupLayoutKind.Legacy,
            (false, true) => CgroupLayoutKind.Unified,
            _ => CgroupLayoutKind.None,
        };
        return new(kind, hierarchies);
    }

    // cgroup.controllers: "cpuset cpu io memory hugetlb pids rdma misc\n". What cannot be read offers nothing: limits are then refused.
    private static string[] ReadControllers(string mountPoint)
    {
        return CgroupCalls.TryReadText(null, mountPoint + "/cgroup.controllers", out string text) == Errno.None
            ? text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            : [];
    }
}
