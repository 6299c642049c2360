using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Caisson.Linux.Terminals;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Devices;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Namespaces;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>Makes the descriptors that a plan's steps need. Everything is detached: closing the result undoes all of it.</summary>
internal static class SandboxPreparer
{
    internal static void Prepare(SetupPlan plan, PreparedSandbox sandbox, MappedNamespaces maps)
    {
        var ids = new ContainerIds(plan.UidMappings, plan.GidMappings);

        // What is missing in the root is made by the container's root user, who owns it then.
        using FileIdentity identity = FileIdentity.Assume(ids.Uid(0), ids.Gid(0));
        using var tree = new RootTree(sandbox.Root);
        foreach (PlannedMount mount in plan.Mounts)
        {
            PreparedMount prepared = PrepareMount(mount, tree, ids, maps);
            sandbox.Mounts.Add(prepared);
            tree.Add(prepared.Target, prepared.Mount);
        }

        foreach (DeviceSpec device in plan.Devices)
        {
            MakeDevice(device, tree, ids);
        }

        foreach ((string path, string target) in plan.Links)
        {
            MakeLink(path, target, tree);
        }

        if (plan.Terminal)
        {
            MakeTerminal(sandbox, tree, ids.Uid(plan.Uid), plan.ConsoleSize);
        }

        if (plan.WorkingDirectory is { } workingDirectory)
        {
            tree.Resolve(workingDirectory, TargetKind.Directory);
        }

        FindMasks(plan, sandbox, tree);
        sandbox.MappingsWritten = plan.UidMappings.Count > 0 ? Pipe.Create() : null;
        sandbox.SupervisorStatus = plan.Supervised ? Pipe.Create() : null;
    }

    private static PreparedMount PrepareMount(PlannedMount mount, RootTree tree, ContainerIds ids, MappedNamespaces maps)
    {
        if (mount.Origin == MountOrigin.Inside)
        {
            return new PreparedMount(null, FindTarget(mount.Spec, tree, TargetKind.Directory));
        }

        SafeFileHandle made = mount.Origin == MountOrigin.Bind
            ? Bind(mount, maps)
            : MountCalls.Create(mount.Type, [.. FileSystemOptions(mount, ids)], mount.Options.Set | mount.Options.RecursiveSet);
        try
        {
            bool isDirectory = FileCalls.Status(made, "").IsDirectory;
            string target = FindTarget(mount.Spec, tree, isDirectory ? TargetKind.Directory : TargetKind.File);

            // What security depends on is read from /proc and written to it (CVE-2019-16884): only the kernel's own file system may be it.
            const long PROC_SUPER_MAGIC = 0x9fa0;
            return target != "/proc" || MountCalls.FileSystemType(made) == PROC_SUPER_MAGIC
                ? new PreparedMount(made, target)
                : throw new LinuxException("bind", $"{mount.Spec.Source}, which is no procfs, to /proc", Errno.EPERM);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    // A link of the image, or a "..", may lead into /proc, where a mount could hide what the masks are for (CVE-2019-16884).
    private static string FindTarget(MountSpec mount, RootTree tree, TargetKind kind)
    {
        string target = tree.Resolve(mount.Destination, kind);
        return MountPlanner.IsAllowed(mount, target)
            ? target
            : throw new LinuxException("mount", $"on {mount.Destination}, which leads to {target}", Errno.EPERM);
    }

    private static SafeFileHandle Bind(PlannedMount mount, MappedNamespaces maps)
    {
        MountOptions options = mount.Options;
        string source = mount.Spec.Source!;
        SafeFileHandle clone = ForeignMount.TryParse(source)?.CloneTree(options.RecursiveBind) ?? MountCalls.CloneTree(null, source, options.RecursiveBind);
        try
        {
            // What was not asked for is private: mounts of the container never appear on the host by themselves.
            MountFlags propagation = options.Propagation == 0 ? MountFlags.MS_PRIVATE : options.Propagation;
            Change(clone, new MountAttributeChange(MountAttributes.None, Propagation: propagation),
                recursive: options.Propagation == 0 || options.RecursivePropagation, mount);
            Change(clone, new MountAttributeChange(options.RecursiveSet, WithAccessTime(options.RecursiveSet, options.RecursiveClear)), recursive: true, mount);
            Change(clone, new MountAttributeChange(options.Set, WithAccessTime(options.Set, options.Clear)), recursive: false, mount);
            if (mount.Uids.Count > 0)
            {
                new IdMap(mount.Uids, mount.Gids, maps).Apply(clone, options.RecursiveIdMap, source);
            }

            const MountAttributes Comparable = MountAttributes.MOUNT_ATTR_RDONLY | MountAttributes.MOUNT_ATTR_NOSUID
                | MountAttributes.MOUNT_ATTR_NODEV | MountAttributes.MOUNT_ATTR_NOEXEC;
            MountAttributes missing = (options.Set | options.RecursiveSet) & Comparable & ~MountCalls.Attributes(clone);
            return missing == MountAttributes.None ? clone : throw new LinuxException($"verify {missing} of", mount.ToString(), Errno.EINVAL);
        }
        catch
        {
            clone.Dispose();
            throw;
        }
    }

    // The access time settings are one field: setting one means clearing the field (mount_setattr(2)).
    private static MountAttributes WithAccessTime(MountAttributes set, MountAttributes clear) =>
        ((set | clear) & MountAttributes.MOUNT_ATTR__ATIME) != 0 ? (clear & ~set) | MountAttributes.MOUNT_ATTR__ATIME : clear;

    private static void Change(SafeFileHandle mount, MountAttributeChange change, bool recursive, PlannedMount planned)
    {
        if (change is { Set: MountAttributes.None, Clear: MountAttributes.None, Propagation: 0 })
        {
            return;
        }

        Errno error = MountCalls.TrySetAttributes(mount, change, recursive);
        if (error != Errno.None)
        {
            throw new LinuxException("set options of", planned.ToString(), error);
        }
    }

    // In a user namespace ids of options are the container's; the file system is made outside, where they are the host's.
    private static IEnumerable<KeyValuePair<string, string?>> FileSystemOptions(PlannedMount mount, ContainerIds ids)
    {
        if (mount.Spec.Source is { Length: > 0 } source)
        {
            yield return new("source", source);
        }

        if (mount.Type == "tmpfs" && ids.AreMapped)
        {
            yield return new("uid", $"{ids.Uid(0)}");
            yield return new("gid", $"{ids.Gid(0)}");
        }

        foreach ((string key, string? value) in mount.Options.FileSystemOptions)
        {
            yield return key is "uid" or "gid" && uint.TryParse(value, out uint id) ? new(key, $"{(key == "uid" ? ids.Uid(id) : ids.Gid(id))}") : new(key, value);
        }
    }

    private static void MakeDevice(DeviceSpec device, RootTree tree, ContainerIds ids)
    {
        const uint DefaultMode = 0x1B6; // 0666
        (string directory, string name) = Split(device.Path);
        string parent = tree.Resolve(directory, TargetKind.Directory);
        if (tree.IsMountPoint(parent == "/" ? $"/{name}" : $"{parent}/{name}"))
        {
            return;
        }

        using SafeFileHandle place = tree.Open(parent, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)
            ?? throw new LinuxException("make device", device.Path, Errno.EROFS);
        uint type = device.Type switch
        {
            "c" or "u" => FileStatus.S_IFCHR,
            "b" => FileStatus.S_IFBLK,
            "p" => FileStatus.S_IFIFO,
            _ => throw new Oci.SpecException("linux.devices", $"{device.Path}: unknown type {device.Type}"),
        };
        uint mode = device.FileMode ?? DefaultMode;
        bool isFifo = type == FileStatus.S_IFIFO;
        Errno error = FileCalls.TryMakeNode(place, name, type | (mode & 0xFFF), isFifo ? 0 : (uint)device.Major, isFifo ? 0 : (uint)device.Minor);
        if (error == Errno.EEXIST && FileCalls.Status(place, name) is var found
            && found.Type == type && found.SpecialMajor == device.Major && found.SpecialMinor == device.Minor)
        {
            return;
        }

        if (error == Errno.None && (device.Uid ?? 0, device.Gid ?? 0) is var (uid, gid) && (uid, gid) != (0, 0))
        {
            error = FileCalls.TryChangeOwner(place, name, ids.Uid(uid), ids.Gid(gid));
        }

        if (error != Errno.None)
        {
            throw new LinuxException("make device", device.Path, error);
        }
    }

    private static void MakeLink(string path, string target, RootTree tree)
    {
        (string directory, string name) = Split(path);
        using SafeFileHandle? place = tree.Open(tree.Resolve(directory, TargetKind.Directory), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        Errno error = place is null ? Errno.EROFS : FileCalls.TrySymlink(target, place, name);
        if (error is not (Errno.None or Errno.EEXIST))
        {
            throw new LinuxException("link", path, error);
        }
    }

    private static void MakeTerminal(PreparedSandbox sandbox, RootTree tree, uint owner, ConsoleSize? size)
    {
        const uint KeepGroup = uint.MaxValue;
        PreparedMount? devpts = sandbox.Mounts.FindLast(m => m is { Target: "/dev/pts", Mount: not null });
        sandbox.Terminal = PseudoTerminal.Create(
            devpts?.Mount ?? throw new Oci.SpecException("process.terminal", "a terminal needs a devpts mount at /dev/pts"));
        _ = FileCalls.TryChangeOwner(sandbox.Terminal.Slave, "", owner, KeepGroup);
        sandbox.Terminal.SetSize(size);
        tree.Resolve("/dev/console", TargetKind.File);
    }

    private static void FindMasks(SetupPlan plan, PreparedSandbox sandbox, RootTree tree)
    {
        foreach (string path in plan.MaskedPaths)
        {
            if (FindMask(path, tree) is { } target)
            {
                sandbox.MaskTargets.Add(target);
            }
        }

        if (sandbox.MaskTargets.Exists(t => !t.IsDirectory))
        {
            sandbox.NullDevice = NullDevice.Mount();
        }
    }

    private static MaskTarget? FindMask(string path, RootTree tree)
    {
        try
        {
            string resolved = tree.Resolve(path, TargetKind.Existing);
            using SafeFileHandle? file = tree.Open(resolved, OpenFlags.O_PATH);
            if (file is not null)
            {
                return new MaskTarget(resolved, FileCalls.Status(file, "").IsDirectory);
            }

            // In a file system that the container mounts itself: the host's own /proc and /sys have the same files.
            return FileCalls.TryStatus(null, resolved, out FileStatus status) == Errno.None ? new MaskTarget(resolved, status.IsDirectory) : null;
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
    }

    private static (string Directory, string Name) Split(string path)
    {
        int slash = path.LastIndexOf('/');
        return (slash <= 0 ? "/" : path[..slash], path[(slash + 1)..]);
    }
}
