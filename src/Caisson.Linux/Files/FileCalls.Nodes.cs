using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>Making nodes and links, and their owners, modes and times.</summary>
public static unsafe partial class FileCalls
{
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_EMPTY_PATH = 0x1000;

    /// <summary>Makes a device node, fifo or socket (mknod(2)); <paramref name="mode"/> has the type bits, the umask applies.</summary>
    public static Errno TryMakeNode(SafeFileHandle? directory, string path, uint mode, uint major = 0, uint minor = 0)
    {
        // makedev(3), the encoding that the system call takes: 12 bits of major, 20 of minor.
        if (major > 0xFFF || minor > 0xFFFFF)
        {
            return Errno.EINVAL;
        }

        uint device = (minor & 0xFF) | (major << 8) | ((minor & ~0xFFu) << 12);
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(Nr.mknodat, dir.Fd, name.Address, (nint)mode, (nint)device));
    }

    /// <summary>Makes a hard link; a symbolic link at <paramref name="from"/> is linked itself, never followed.</summary>
    public static Errno TryLink(SafeFileHandle? fromDirectory, string from, SafeFileHandle? toDirectory, string to)
    {
        using var source = new NativePath(from);
        using var target = new NativePath(to);
        using var fromDir = new DirectoryArgument(fromDirectory);
        using var toDir = new DirectoryArgument(toDirectory);
        return ToErrno(Libc.Syscall(Nr.linkat, fromDir.Fd, source.Address, toDir.Fd, target.Address));
    }

    /// <summary>
    /// Changes owner and group, of the descriptor itself when the path is empty; a final link is not followed.
    /// The kernel then clears set-id bits and <c>security.capability</c>: change the owner first.
    /// </summary>
    public static Errno TryChangeOwner(SafeFileHandle? directory, string path, uint uid, uint gid)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(
            Nr.fchownat, dir.Fd, name.Address, (nint)uid, (nint)gid, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH));
    }

    /// <summary>Changes permission bits by path. The call follows a final link: only for names that cannot be one.</summary>
    public static Errno TryChangeMode(SafeFileHandle? directory, string path, uint mode)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        return ToErrno(Libc.Syscall(Nr.fchmodat, dir.Fd, name.Address, (nint)mode));
    }

    /// <summary>Changes permission bits of an open file (not of an O_PATH descriptor).</summary>
    public static Errno TryChangeMode(SafeFileHandle file, uint mode)
    {
        using var fd = new DirectoryArgument(file);
        return ToErrno(Libc.Syscall(Nr.fchmod, fd.Fd, (nint)mode));
    }

    /// <summary>Sets access and modification time to the same moment; a final link is not followed.</summary>
    public static Errno TrySetTimes(SafeFileHandle? directory, string path, long seconds, uint nanoseconds)
    {
        using var name = new NativePath(path);
        using var dir = new DirectoryArgument(directory);
        long* times = stackalloc long[4] { seconds, nanoseconds, seconds, nanoseconds };
        // SAFETY: times is struct timespec[2]: access, then modification.
        return ToErrno(Libc.Syscall(Nr.utimensat, dir.Fd, name.Address, (nint)times, AT_SYMLINK_NOFOLLOW));
    }
}
