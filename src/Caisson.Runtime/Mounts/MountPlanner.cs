using Caisson.Linux.Cgroups;
using Caisson.Linux.Mounts;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Mounts;

/// <summary>Sorts the mounts of a configuration by who makes them.</summary>
internal static class MountPlanner
{
    // Nothing of the host or of an image may lie under /proc except single files that show container-aware values, as lxcfs provides them.
    private static readonly string[] s_allowedUnderProc =
        ["/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat", "/proc/swaps", "/proc/uptime", "/proc/loadavg", "/proc/slabinfo",
         "/proc/net/dev", "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled"];

    /// <summary>Plans the mounts of a configuration.</summary>
    /// <param name="mounts">The mounts.</param>
    /// <param name="linux">The rest of the configuration: the container's cgroup and the ranges of its user namespace.</param>
    /// <param name="cgroups">What a mount of type cgroup stands for.</param>
    /// <param name="cgroupNamespace">Whether the container has a cgroup namespace of its own.</param>
    /// <returns>The mounts, and links to make in them: place and text.</returns>
    internal static (IReadOnlyList<PlannedMount> Mounts, IReadOnlyList<KeyValuePair<string, string>> Links) Plan(
        IReadOnlyList<MountSpec> mounts, LinuxSpec linux, CgroupLayout cgroups, bool cgroupNamespace)
    {
        var planned = new List<PlannedMount>(mounts.Count);
        var links = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < mounts.Count; i++)
        {
            string where = $"mounts[{i}]";
            if (mounts[i].Type is not ("cgroup" or "cgroup2"))
            {
                planned.Add(MapIds(Plan(mounts[i], planned.Count, where), linux, where));
                continue;
            }

            string cgroupPath = linux.CgroupsPath ?? throw new SpecException(where, "a mount of type cgroup needs linux.cgroupsPath");
            foreach (CgroupMount part in CgroupMounts.For(cgroups, mounts[i].Destination, cgroupNamespace, cgroupPath))
            {
                if (part.Kind == CgroupMountKind.Symlink)
                {
                    links.Add(new(part.Destination, part.Source));
                }
                else
                {
                    planned.Add(CgroupPart(part, mounts[i], planned.Count, where));
                }
            }
        }

        return (planned, links);
    }

    // The options of the one mount hold for each of its parts.
    private static PlannedMount CgroupPart(CgroupMount part, MountSpec whole, int index, string where)
    {
        var spec = new MountSpec
        {
            Destination = part.Destination,
            Type = part.Kind switch
            {
                CgroupMountKind.Tmpfs => "tmpfs",
                CgroupMountKind.Cgroup2 => "cgroup2",
                CgroupMountKind.Bind => "bind",
                _ => "cgroup",
            },
            Source = part.Source,
            Options = [.. part.Data.Split(',', StringSplitOptions.RemoveEmptyEntries), .. whole.Options],
        };
        PlannedMount planned = Plan(spec, index, where);
        bool holdsOthers = part.Kind == CgroupMountKind.Tmpfs && planned.Options.Set.HasFlag(MountAttributes.MOUNT_ATTR_RDONLY);
        return holdsOthers
            ? planned with { Options = planned.Options with { Set = planned.Options.Set & ~MountAttributes.MOUNT_ATTR_RDONLY }, ReadOnlyAtLast = true }
            : planned;
    }

    private static PlannedMount Plan(MountSpec mount, int index, string where)
    {
        MountOptions options = MountOptions.Parse(mount.Options, $"{where}.options");
        CheckDestination(mount, where);
        if (options.CopyUp)
        {
            throw new SpecException($"{where}.options", "tmpcopyup is not supported yet");
        }

        if (mount.Type == "bind" && !options.Bind)
        {
            options = options with { Bind = true, RecursiveBind = true };
        }

        if (options.Bind)
        {
            return string.IsNullOrEmpty(mount.Source)
                ? throw new SpecException($"{where}.source", "a bind mount needs a source")
                : options.FileSystemOptions.Count > 0
                    ? throw new SpecException($"{where}.options", $"{options.FileSystemOptions[0].Key} means nothing for a bind mount")
                    : new PlannedMount(index, mount, options, MountOrigin.Bind);
        }

        return string.IsNullOrEmpty(mount.Type)
            ? throw new SpecException($"{where}.type", "required unless it is a bind mount")
            : new PlannedMount(
                index, mount, options, mount.Type is "proc" or "sysfs" or "mqueue" or "cgroup" or "cgroup2" ? MountOrigin.Inside : MountOrigin.Outside);
    }

    // Ranges of the mount's own, or else the container's (config.md, "idmap"). Ranges alone ask for a mapping too.
    private static PlannedMount MapIds(PlannedMount mount, LinuxSpec linux, string where)
    {
        MountSpec spec = mount.Spec;
        bool ownRanges = spec.UidMappings.Count > 0 || spec.GidMappings.Count > 0;
        if (!mount.Options.IdMap && !ownRanges)
        {
            return mount;
        }

        if (mount.Origin != MountOrigin.Bind)
        {
            throw new SpecException($"{where}.options", "only bind mounts can be idmapped");
        }

        (IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids) =
            ownRanges ? (spec.UidMappings, spec.GidMappings) : (linux.UidMappings, linux.GidMappings);
        return uids.Count > 0 && gids.Count > 0
            ? mount with { Uids = uids, Gids = gids }
            : throw new SpecException(
                $"{where}.{(uids.Count == 0 ? "uidMappings" : "gidMappings")}",
                ownRanges ? "required with the other kind of ranges" : "required, as the container has no user namespace");
    }

    private static void CheckDestination(MountSpec mount, string where)
    {
        string destination = mount.Destination;
        if (!destination.StartsWith('/') || destination.Trim('/').Length == 0)
        {
            throw new SpecException($"{where}.destination", $"{destination} is not an absolute path below the root");
        }

        if (!IsAllowed(mount, destination))
        {
            throw new SpecException($"{where}.destination", $"nothing can be mounted at {destination}: /proc belongs to the kernel");
        }
    }

    /// <summary>Whether a mount may lie at a path: asked for the one in the configuration, and again for where the image's links lead.</summary>
    internal static bool IsAllowed(MountSpec mount, string path)
    {
        bool onProc = path == "/proc" || path.StartsWith("/proc/", StringComparison.Ordinal);
        return !onProc || (path == "/proc" && mount.Type is "proc" or "bind") || s_allowedUnderProc.Contains(path, StringComparer.Ordinal);
    }
}
