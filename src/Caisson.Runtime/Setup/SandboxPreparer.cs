using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Pipes;
using Caisson.Linux.Programs;
using Caisson.Linux.Terminals;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Devices;
using Caisson.Runtime.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>Makes the descriptors that a plan's steps need. Everything is detached: closing the result undoes all of it.</summary>
internal static class SandboxPreparer
{
    internal static void Prepare(SetupPlan plan, PreparedSandbox sandbox)
    {
        (uint Uid, uint Gid) owner = (HostId(plan.UidMappings), HostId(plan.GidMappings));
        using var tree = new RootTree(sandbox.Root, owner);
        foreach (PlannedMount mount in plan.Mounts)
        {
            PreparedMount prepared = PrepareMount(mount, tree, owner);
            sandbox.Mounts.Add(prepared);
            tree.Add(prepared.Target, prepared.Mount);
        }

        foreach (DeviceSpec device in plan.Devices)
        {
            MakeDevice(device, tree, owner);
        }

        foreach ((string path, string target) in plan.Links)
        {
            MakeLink(path, target, tree);
        }

        if (plan.Terminal)
        {
            MakeTerminal(sandbox, tree);
        }

        if (plan.WorkingDirectory is { } workingDirectory)
        {
            tree.Resolve(workingDirectory, TargetKind.Directory);
        }

        FindMasks(plan, sandbox, tree);
        sandbox.MappingsWritten = plan.Namespaces.HasFlag(CloneFlags.CLONE_NEWUSER) ? Pipe.Create() : null;
        sandbox.SupervisorStatus = plan.Supervised ? Pipe.Create() : null;
    }

    private static PreparedMount PrepareMount(PlannedMount mount, RootTree tree, (uint Uid, uint Gid) owner)
    {
        string destination = mount.Spec.Destination;
        if (mount.Origin == MountOrigin.Inside)
        {
            return new PreparedMount(null, tree.Resolve(destination, TargetKind.Directory));
        }

        SafeFileHandle made = mount.Origin == MountOrigin.Bind
            ? Bind(mount)
            : MountCalls.Create(mount.Type, [.. FileSystemOptions(mount, owner)], mount.Options.Set);
        try
        {
            bool isDirectory = FileCalls.Status(made, "").IsDirectory;
            return new PreparedMount(made, tree.Resolve(destination, isDirectory ? TargetKind.Directory : TargetKind.File));
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Bind(PlannedMount mount)
    {
        MountOptions options = mount.Options;
        SafeFileHandle clone = MountCalls.CloneTree(null, mount.Spec.Source!, options.RecursiveBind);
        try
        {
            // What was not asked for is private: mounts of the container never appear on the host by themselves.
            MountFlags propagation = options.Propagation == 0 ? MountFlags.MS_PRIVATE : options.Propagation;
            Change(clone, new MountAttributeChange(MountAttributes.None, Propagation: propagation),
                recursive: options.Propagation == 0 || options.RecursivePropagation, mount);
            Change(clone, new MountAttributeChange(options.RecursiveSet, WithAccessTime(options.RecursiveSet, options.RecursiveClear)), recursive: true, mount);
            Change(clone, new MountAttributeChange(options.Set, WithAccessTime(options.Set, options.Clear)), recursive: false, mount);
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
    private static IEnumerable<KeyValuePair<string, string?>> FileSystemOptions(PlannedMount mount, (uint Uid, uint Gid) owner)
    {
        if (mount.Spec.Source is { Length: > 0 } source)
        {
            yield return new("source", source);
        }

        bool tmpfs = mount.Type == "tmpfs";
        if (tmpfs && owner != (0, 0))
        {
            yield return new("uid", $"{owner.Uid}");
            yield return new("gid", $"{owner.Gid}");
        }

        foreach ((string key, string? value) in mount.Options.FileSystemOptions)
        {
            bool isId = owner != (0, 0) && key is "uid" or "gid" && value is not null;
            yield return isId && uint.TryParse(value, out uint id) ? new(key, $"{id + (key == "uid" ? owner.Uid : owner.Gid)}") : new(key, value);
        }
    }

    private static void MakeDevice(DeviceSpec device, RootTree tree, (uint Uid, uint Gid) owner)
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

        if (error == Errno.None && (device.Uid ?? owner.Uid, device.Gid ?? owner.Gid) is var (uid, gid) && (uid, gid) != (0, 0))
        {
            error = FileCalls.TryChangeOwner(place, name, device.Uid is null ? uid : uid + owner.Uid, device.Gid is null ? gid : gid + owner.Gid);
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

    private static void MakeTerminal(PreparedSandbox sandbox, RootTree tree)
    {
        PreparedMount? devpts = sandbox.Mounts.FindLast(m => m is { Target: "/dev/pts", Mount: not null });
        sandbox.Terminal = PseudoTerminal.Create(
            devpts?.Mount ?? throw new Oci.SpecException("process.terminal", "a terminal needs a devpts mount at /dev/pts"));
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

    private static uint HostId(IReadOnlyList<IdMapping> mappings) => mappings.FirstOrDefault(m => m.ContainerId == 0)?.HostId ?? 0;
}
