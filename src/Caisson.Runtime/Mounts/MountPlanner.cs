using Caisson.Oci;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Mounts;

/// <summary>Sorts the mounts of a configuration by who makes them.</summary>
internal static class MountPlanner
{
    // Nothing of the host or of an image may lie under /proc except single files that show container-aware values, as lxcfs provides them.
    private static readonly string[] s_allowedUnderProc =
        ["/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat", "/proc/swaps", "/proc/uptime", "/proc/loadavg", "/proc/slabinfo",
         "/proc/net/dev", "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled"];

    internal static IReadOnlyList<PlannedMount> Plan(IReadOnlyList<MountSpec> mounts, IReadOnlyList<MountSpec> cgroupMounts)
    {
        var planned = new List<PlannedMount>(mounts.Count + cgroupMounts.Count);
        for (int i = 0; i < mounts.Count; i++)
        {
            string where = $"mounts[{i}]";
            if (mounts[i].Type is "cgroup" or "cgroup2")
            {
                foreach (MountSpec part in Cgroup(mounts[i], cgroupMounts))
                {
                    planned.Add(Plan(part, planned.Count, where));
                }
            }
            else
            {
                planned.Add(Plan(mounts[i], planned.Count, where));
            }
        }

        return planned;
    }

    private static PlannedMount Plan(MountSpec mount, int index, string where)
    {
        MountOptions options = MountOptions.Parse(mount.Options, $"{where}.options");
        CheckDestination(mount, where);
        if (options.IdMap || mount.UidMappings.Count > 0 || mount.GidMappings.Count > 0)
        {
            throw new SpecException($"{where}.uidMappings", "idmapped mounts are not supported yet");
        }

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

    private static void CheckDestination(MountSpec mount, string where)
    {
        string destination = mount.Destination;
        if (!destination.StartsWith('/') || destination.Trim('/').Length == 0)
        {
            throw new SpecException($"{where}.destination", $"{destination} is not an absolute path below the root");
        }

        bool onProc = destination == "/proc" || destination.StartsWith("/proc/", StringComparison.Ordinal);
        if (onProc && !(destination == "/proc" && mount.Type is "proc" or "bind") && !s_allowedUnderProc.Contains(destination, StringComparer.Ordinal))
        {
            throw new SpecException($"{where}.destination", $"nothing can be mounted at {destination}: /proc belongs to the kernel");
        }
    }

    // The options of the one mount hold for each of its parts.
    private static IEnumerable<MountSpec> Cgroup(MountSpec mount, IReadOnlyList<MountSpec> parts) =>
        parts.Select(part => part with { Options = [.. part.Options, .. mount.Options] });
}
