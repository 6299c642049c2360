using System.Globalization;
using Caisson.Containers;
using Caisson.Namespaces;
using Caisson.Oci.Runtime;

namespace Caisson.Compilation;

/// <summary>The file systems that every container has: proc, dev, sys and what is below them.</summary>
internal static class DefaultMounts
{
    /// <summary>The size of <c>/dev/shm</c> when nobody says, 64 MiB.</summary>
    internal const long DefaultShmSize = 64L << 20;

    // The group of terminals, "tty" in every distribution.
    private const uint TerminalGroup = 5;

    internal static IReadOnlyList<MountSpec> Of(ContainerSpec spec, SpecInputs inputs, bool hasUserNamespace, IReadOnlyList<IdMapping> gids)
    {
        NamespaceOptions namespaces = spec.Namespaces;
        IReadOnlyDictionary<string, string> paths = inputs.NamespacePaths;
        string access = spec.Security.Privileged ? "rw" : "ro";
        var mounts = new List<MountSpec>(8)
        {
            Pseudo("/proc", "proc", namespaces.Pid, paths.GetValueOrDefault("pid"), "nosuid", "noexec", "nodev"),
            new() { Destination = "/dev", Type = "tmpfs", Source = "tmpfs", Options = ["nosuid", "strictatime", "mode=755", "size=65536k"] },
            Terminals(gids),
            Pseudo("/sys", "sysfs", namespaces.Network, paths.GetValueOrDefault("network"), "nosuid", "noexec", "nodev", access),
            new() { Destination = "/sys/fs/cgroup", Type = "cgroup", Source = "cgroup", Options = ["nosuid", "noexec", "nodev", "relatime", access] },
        };

        // A host need not have its message queues mounted; a container always has.
        bool noQueues = hasUserNamespace && namespaces.Ipc.Sharing == NamespaceSharing.Host && !inputs.Host.HasMessageQueueMount;
        if (!noQueues)
            mounts.Add(Pseudo("/dev/mqueue", "mqueue", namespaces.Ipc, paths.GetValueOrDefault("ipc"), "nosuid", "noexec", "nodev"));
        if (SharedMemory(spec, inputs) is { } sharedMemory)
            mounts.Add(sharedMemory);
        return mounts;

        MountSpec Pseudo(string destination, string type, NamespaceMode shown, string? namespacePath, params string[] options) =>
            hasUserNamespace && !NamespaceRules.IsNew(shown)
                ? Bound(destination, namespacePath, options)
                : new MountSpec { Destination = destination, Type = type, Source = type, Options = options };
    }

    // The kernel mounts these file systems for a user namespace only when the namespace that they show belongs to it
    // (user_namespaces(7), mount_namespaces(7)); otherwise the mount of whoever has the namespace is bound: the host's, or the other
    // container's, without what is mounted below it.
    private static MountSpec Bound(string destination, string? namespacePath, string[] options)
    {
        int process = namespacePath?.IndexOf("/ns/", StringComparison.Ordinal) ?? -1;
        return new MountSpec
        {
            Destination = destination,
            Type = "bind",
            Source = process < 0 ? destination : $"{namespacePath![..process]}/root{destination}",
            Options = ["bind", "rprivate", .. options],
        };
    }

    private static MountSpec Terminals(IReadOnlyList<IdMapping> gids)
    {
        string[] options = ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"];
        return new MountSpec
        {
            Destination = "/dev/pts",
            Type = "devpts",
            Source = "devpts",
            Options = NamespaceRules.IsMapped(gids, TerminalGroup) ? [.. options, $"gid={TerminalGroup}"] : options,
        };
    }

    private static MountSpec? SharedMemory(ContainerSpec spec, SpecInputs inputs)
    {
        string? bound = spec.Namespaces.Ipc.Sharing switch
        {
            NamespaceSharing.Host => inputs.SharedMemoryPath ?? "/dev/shm",
            NamespaceSharing.Container => inputs.SharedMemoryPath ??
                throw new ArgumentException("the other container's shared memory is missing", nameof(inputs)),
            NamespaceSharing.Shareable => inputs.SharedMemoryPath,
            _ => null,
        };
        if (spec.Namespaces.Ipc.Sharing == NamespaceSharing.None)
            return null;
        if (bound is not null)
        {
            return new MountSpec
            {
                Destination = "/dev/shm", Type = "bind", Source = bound, Options = ["rbind", "rprivate", "nosuid", "noexec", "nodev"],
            };
        }

        string size = (spec.ShmSize ?? DefaultShmSize).ToString(CultureInfo.InvariantCulture);
        return new MountSpec
        {
            Destination = "/dev/shm", Type = "tmpfs", Source = "shm", Options = ["nosuid", "noexec", "nodev", "mode=1777", $"size={size}"],
        };
    }
}
