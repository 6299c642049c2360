using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>
/// File system calls relative to a directory descriptor. A null directory is the current working directory (AT_FDCWD).
/// Descriptors are opened O_CLOEXEC. Failures throw <see cref="LinuxException"/>, except from the Try forms, which
/// return the errno.
/// </summary>
public static unsafe partial class FileCalls
{
    /// <summary>Opens a path; symbolic links are followed unless the flags say otherwise. Trusted paths only.</summary>
    public static SafeFileHandle Open(SafeFileHandle? directory, string path, OpenFlags flags, uint mode = 0)
    {
        Errno error = TryOpen(directory, path, flags, out SafeFileHandle? file, mode);
        return error == Errno.None ? file! : throw new LinuxException("open", path, error);
    }

    /// <inheritdoc cref="Open"/>
    public static Errno TryOpen(SafeFileHandle? directory, string path, OpenFlags flags, out SafeFileHandle? file, uint mode = 0)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return Handle(Libc.SyscallRestarting(Nr.openat, dir.Fd, name.Address, (nint)(flags | OpenFlags.O_CLOEXEC), (nint)mode), out file);
    }

    /// <summary>
    /// Opens a path with openat2(2): with <see cref="ResolveFlags.RESOLVE_IN_ROOT"/> nothing that the path or a link says
    /// leads out of the directory. The only way to open a path that comes from a container or an archive.
    /// </summary>
    public static SafeFileHandle OpenResolved(SafeFileHandle directory, string path, OpenFlags flags, ResolveFlags resolve, uint mode = 0)
    {
        Errno error = TryOpenResolved(directory, path, flags, resolve, out SafeFileHandle? file, mode);
        return error == Errno.None ? file! : throw new LinuxException("openat2", path, error);
    }

    /// <inheritdoc cref="OpenResolved"/>
    public static Errno TryOpenResolved(
        SafeFileHandle directory, string path, OpenFlags flags, ResolveFlags resolve, out SafeFileHandle? file, uint mode = 0)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        var how = new OpenHow { Flags = (ulong)(uint)(flags | OpenFlags.O_CLOEXEC), Mode = mode, Resolve = (ulong)resolve };
        nint result;
        do
        {
            // SAFETY: how lives on this stack frame and its size is passed. EAGAIN: a rename raced with the walk (openat2(2)).
            result = Libc.Syscall(Nr.openat2, dir.Fd, name.Address, (nint)(&how), sizeof(OpenHow));
        }
        while (result is -(int)Errno.EINTR or -(int)Errno.EAGAIN);
        return Handle(result, out file);
    }

    /// <summary>Makes a directory; its mode is subject to the umask.</summary>
    public static void MakeDirectory(SafeFileHandle? directory, string path, uint mode) =>
        Check(TryMakeDirectory(directory, path, mode), "mkdir", path);

    /// <inheritdoc cref="MakeDirectory"/>
    public static Errno TryMakeDirectory(SafeFileHandle? directory, string path, uint mode)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(Nr.mkdirat, dir.Fd, name.Address, (nint)mode));
    }

    /// <summary>Removes a file, or with <paramref name="isDirectory"/> an empty directory.</summary>
    public static Errno TryUnlink(SafeFileHandle? directory, string path, bool isDirectory = false)
    {
        const int AT_REMOVEDIR = 0x200;
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(Nr.unlinkat, dir.Fd, name.Address, isDirectory ? AT_REMOVEDIR : 0));
    }

    /// <summary>Makes a symbolic link at <paramref name="path"/> with the text <paramref name="target"/>.</summary>
    public static Errno TrySymlink(string target, SafeFileHandle? directory, string path)
    {
        using var text = new NativePath(target);
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(Nr.symlinkat, text.Address, dir.Fd, name.Address));
    }

    /// <summary>Reads a symbolic link's text.</summary>
    public static Errno TryReadLink(SafeFileHandle? directory, string path, out string? target)
    {
        const int PATH_MAX = 4096;
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        byte* buffer = stackalloc byte[PATH_MAX];
        // SAFETY: the kernel writes at most PATH_MAX bytes and returns how many.
        nint length = Libc.Syscall(Nr.readlinkat, dir.Fd, name.Address, (nint)buffer, PATH_MAX);
        target = length < 0 ? null : FileName.Decode(new ReadOnlySpan<byte>(buffer, (int)length));
        return ToErrno(length);
    }

    /// <summary>Renames; replaces an existing file of the new name at once.</summary>
    public static void Rename(SafeFileHandle? fromDirectory, string from, SafeFileHandle? toDirectory, string to) =>
        Check(TryRename(fromDirectory, from, toDirectory, to, flags: 0), "rename", $"{from} to {to}");

    /// <summary>Renames, unless the new name is taken (EEXIST).</summary>
    public static Errno TryRenameNoReplace(SafeFileHandle? fromDirectory, string from, SafeFileHandle? toDirectory, string to)
    {
        const int RENAME_NOREPLACE = 1;
        return TryRename(fromDirectory, from, toDirectory, to, RENAME_NOREPLACE);
    }

    /// <summary>Describes the file at a path, or with an empty path the descriptor itself; does not follow a final link.</summary>
    public static FileStatus Status(SafeFileHandle? directory, string path)
    {
        Errno error = TryStatus(directory, path, out FileStatus status);
        return error == Errno.None ? status : throw new LinuxException("stat", path, error);
    }

    /// <inheritdoc cref="Status"/>
    public static Errno TryStatus(SafeFileHandle? directory, string path, out FileStatus status)
    {
        const int AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000, STATX_BASIC_STATS = 0x7ff, STATX_MNT_ID = 0x1000;
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        StatxBuffer s = default;
        // SAFETY: StatxBuffer has the kernel structure's full size of 256 bytes.
        nint result = Libc.Syscall(
            Nr.statx, dir.Fd, name.Address, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, (nint)(&s));
        status = new FileStatus(
            s.Mode, s.Uid, s.Gid, s.Inode, (long)s.Size, s.Links, s.DeviceMajor, s.DeviceMinor, s.SpecialMajor, s.SpecialMinor,
            s.ModifiedSeconds, s.ModifiedNanoseconds, s.MountId);
        return ToErrno(result);
    }

    private static Errno TryRename(SafeFileHandle? fromDirectory, string from, SafeFileHandle? toDirectory, string to, int flags)
    {
        using var source = new NativePath(from);
        using var target = new NativePath(to);
        using var fromDir = new DirectoryArgument(fromDirectory);
        using var toDir = new DirectoryArgument(toDirectory);
        return ToErrno(Libc.Syscall(Nr.renameat2, fromDir.Fd, source.Address, toDir.Fd, target.Address, flags));
    }

    private static Errno ToErrno(nint result) => result < 0 ? (Errno)(-result) : Errno.None;

    private static Errno Handle(nint result, out SafeFileHandle? file)
    {
        file = result < 0 ? null : new SafeFileHandle(result, ownsHandle: true);
        return ToErrno(result);
    }

    private static void Check(Errno error, string step, string thing)
    {
        if (error != Errno.None)
        {
            throw new LinuxException(step, thing, error);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags, Mode, Resolve;
    }

    /// <summary>struct statx (linux/stat.h).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(16)] public uint Links;
        [FieldOffset(20)] public uint Uid;
        [FieldOffset(24)] public uint Gid;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(128)] public uint SpecialMajor;
        [FieldOffset(132)] public uint SpecialMinor;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
        [FieldOffset(144)] public ulong MountId;
    }
}
