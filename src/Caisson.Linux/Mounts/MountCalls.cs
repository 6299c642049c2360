using Caisson.Linux.Files;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Mounts;

/// <summary>
/// Mounts as descriptors: made, configured and moved before anything is attached anywhere (fsopen(2), open_tree(2)). A mount
/// that is not attached vanishes with its last descriptor, so nothing is left behind when this process is killed.
/// </summary>
public static unsafe partial class MountCalls
{
    internal const int FSOPEN_CLOEXEC = 1, FSMOUNT_CLOEXEC = 1, FSCONFIG_SET_FLAG = 0, FSCONFIG_SET_STRING = 1, FSCONFIG_SET_FD = 5,
        FSCONFIG_CMD_CREATE = 6, MOVE_MOUNT_F_EMPTY_PATH = 0x4, MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    private const int AT_EMPTY_PATH = 0x1000, AT_RECURSIVE = 0x8000, OPEN_TREE_CLONE = 1, OPEN_TREE_CLOEXEC = 0x80000;

    /// <summary>A new instance of a file system as a detached mount.</summary>
    /// <param name="type">The type, as tmpfs.</param>
    /// <param name="options">Options of the file system; a null value makes it a flag.</param>
    /// <param name="attributes">Attributes of the mount.</param>
    public static SafeFileHandle Create(string type, IReadOnlyList<KeyValuePair<string, string?>> options, MountAttributes attributes)
    {
        using SafeFileHandle context = OpenFileSystem(type);
        foreach ((string key, string? value) in options)
        {
            if (TryConfigure(context, key, value) is not Errno.None and var error)
            {
                throw new LinuxException($"configure {type}", value is null ? key : $"{key}={value}", error);
            }
        }

        return CreateMount(context, type, attributes);
    }

    /// <summary>fsopen(2).</summary>
    public static SafeFileHandle OpenFileSystem(string type)
    {
        using var name = new NativePath(type);
        return Handle(Libc.Syscall(Nr.fsopen, name.Address, FSOPEN_CLOEXEC), "open file system", type);
    }

    /// <summary>fsconfig(2) with a string, or for a null value a flag.</summary>
    public static Errno TryConfigure(SafeFileHandle context, string key, string? value)
    {
        using var name = new NativePath(key);
        using var text = new NativePath(value ?? "");
        using var fd = new DirectoryArgument(context);
        nint result = value is null
            ? Libc.Syscall(Nr.fsconfig, fd.Fd, FSCONFIG_SET_FLAG, name.Address)
            : Libc.Syscall(Nr.fsconfig, fd.Fd, FSCONFIG_SET_STRING, name.Address, text.Address);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>fsconfig(2) with a descriptor.</summary>
    public static Errno TryConfigure(SafeFileHandle context, string key, SafeFileHandle value)
    {
        using var name = new NativePath(key);
        using var fd = new DirectoryArgument(context);
        using var argument = new DirectoryArgument(value);
        nint result = Libc.Syscall(Nr.fsconfig, fd.Fd, FSCONFIG_SET_FD, name.Address, 0, argument.Fd);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>fsconfig(2) CMD_CREATE and fsmount(2).</summary>
    public static SafeFileHandle CreateMount(SafeFileHandle context, string thing, MountAttributes attributes)
    {
        using var fd = new DirectoryArgument(context);
        nint result = Libc.Syscall(Nr.fsconfig, fd.Fd, FSCONFIG_CMD_CREATE);
        if (result < 0)
        {
            throw new LinuxException("create file system", thing, (Errno)(-result));
        }

        return Handle(Libc.Syscall(Nr.fsmount, fd.Fd, FSMOUNT_CLOEXEC, (nint)attributes), "mount", thing);
    }

    /// <summary>A detached copy of the mount tree at a path: the source of a bind mount.</summary>
    /// <param name="directory">Where the path starts; null is the working directory.</param>
    /// <param name="path">The path, or empty for the descriptor itself.</param>
    /// <param name="recursive">Whether mounts below come along.</param>
    public static SafeFileHandle CloneTree(SafeFileHandle? directory, string path, bool recursive)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return Handle(
            Libc.Syscall(Nr.open_tree, dir.Fd, name.Address, CloneTreeFlags(recursive, emptyPath: path.Length == 0)), "clone mount", path);
    }

    /// <summary>Changes attributes of the mount behind a descriptor.</summary>
    public static Errno TrySetAttributes(SafeFileHandle mount, MountAttributeChange change, bool recursive)
    {
        using var name = new NativePath("");
        using var fd = new DirectoryArgument(mount);
        byte* attributes = stackalloc byte[MountAttributeChange.Size];
        change.Write(new Span<byte>(attributes, MountAttributeChange.Size));
        // SAFETY: the buffer has the size that is passed.
        nint result = Libc.Syscall(
            Nr.mount_setattr, fd.Fd, name.Address, AttributeFlags(recursive), (nint)attributes, MountAttributeChange.Size);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>The flags in force on the mount behind a descriptor (fstatfs(2), ST_RDONLY and the like).</summary>
    public static MountAttributes Attributes(SafeFileHandle mount)
    {
        // ST_RDONLY, ST_NOSUID, ST_NODEV and ST_NOEXEC have the values of the mount attributes.
        const int FlagsOffset = 80;
        const long Comparable = 0xF;
        return (MountAttributes)(FileSystemStatus(mount, FlagsOffset) & Comparable);
    }

    /// <summary>The magic number of the file system behind a descriptor (fstatfs(2), f_type).</summary>
    public static long FileSystemType(SafeFileHandle file) => FileSystemStatus(file, offset: 0);

    private static long FileSystemStatus(SafeFileHandle file, int offset)
    {
        const int SizeOfStatfs = 120;
        using var fd = new DirectoryArgument(file);
        byte* buffer = stackalloc byte[SizeOfStatfs];
        // SAFETY: struct statfs has 120 bytes on 64-bit kernels.
        nint result = Libc.Syscall(Nr.fstatfs, fd.Fd, (nint)buffer);
        return result < 0 ? throw new LinuxException("fstatfs", null, (Errno)(-result)) : *(long*)(buffer + offset);
    }

    internal static nint CloneTreeFlags(bool recursive, bool emptyPath) =>
        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0) | (emptyPath ? AT_EMPTY_PATH : 0);

    internal static nint AttributeFlags(bool recursive) => AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);

    private static SafeFileHandle Handle(nint result, string step, string thing) =>
        result < 0 ? throw new LinuxException(step, thing, (Errno)(-result)) : new SafeFileHandle(result, ownsHandle: true);
}
