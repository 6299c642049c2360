using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Cgroups;

/// <summary>Turns a mount of type <c>cgroup</c> in a bundle (config.md#mounts) into the mounts that this machine's layout needs.</summary>
public static class CgroupMounts
{
    /// <summary>
    /// The steps, in order. A read-only mount is made read-only by the caller after the last step, from inner to outer: the tmpfs takes
    /// directories and links before that.
    /// </summary>
    /// <param name="layout">The machine's hierarchies.</param>
    /// <param name="destination">Where the bundle wants it, normally <c>/sys/fs/cgroup</c>.</param>
    /// <param name="cgroupNamespace">The container has a cgroup namespace of its own and is in its cgroup when these are made.</param>
    /// <param name="path">The container's cgroup path, for binds.</param>
    /// <exception cref="CgroupException">No cgroups are mounted on this machine, or the path is malformed.</exception>
    public static IReadOnlyList<CgroupMount> For(CgroupLayout layout, string destination, bool cgroupNamespace, string path)
    {
        if (layout.Kind == CgroupLayoutKind.None)
        {
            throw new CgroupException($"mount of type cgroup on {destination}: no cgroup file system is mounted under {CgroupLayout.DefaultMountPoint}");
        }

        string below = CgroupPath.Normalize(path);
        if (layout.Kind == CgroupLayoutKind.Unified)
        {
            return [Mount(layout.Unified!, destination, cgroupNamespace, below)];
        }

        var mounts = new List<CgroupMount>(layout.Hierarchies.Count + 3)
        {
            new(CgroupMountKind.Tmpfs, destination, "tmpfs", "mode=755"),
        };
        foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
        {
            string name = hierarchy.DirectoryName;
            mounts.Add(Mount(hierarchy, $"{destination}/{name}", cgroupNamespace, below));
            if (hierarchy.Controllers.Count < 2 || hierarchy.IsUnified)
            {
                continue;
            }

            // Programs look for "cpu" where the host has "cpu,cpuacct".
            foreach (string controller in hierarchy.Controllers)
            {
                if (!string.Equals(controller, name, StringComparison.Ordinal))
                {
                    mounts.Add(new(CgroupMountKind.Symlink, $"{destination}/{controller}", name, ""));
                }
            }
        }

        return mounts;
    }

    private static CgroupMount Mount(CgroupHierarchy hierarchy, string destination, bool cgroupNamespace, string path)
    {
        if (!cgroupNamespace)
        {
            return new(CgroupMountKind.Bind, destination, $"{hierarchy.MountPoint}/{path}", "");
        }

        if (hierarchy.IsUnified)
        {
            return new(CgroupMountKind.Cgroup2, destination, "cgroup", "");
        }

        // A named hierarchy without controllers says so: "none,name=systemd" (cgroups(7)).
        bool named = hierarchy.Controllers.All(c => c.StartsWith("name=", StringComparison.Ordinal));
        return new(CgroupMountKind.Cgroup, destination, "cgroup", (named ? "none," : "") + string.Join(',', hierarchy.Controllers));
    }
}
