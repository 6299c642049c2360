using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>File contents: reading and writing at an offset, holes, sizes, and getting them onto the disk.</summary>
public static unsafe partial class FileCalls
{
    /// <summary>Reads at an offset; fewer bytes than asked for are normal, 0 is the end.</summary>
    /// <param name="thing">Names the file in an error.</param>
    public static int ReadAt(SafeFileHandle file, Span<byte> buffer, long offset, string thing)
    {
        using var fd = new DirectoryArgument(file);
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes.
            nint count = Libc.SyscallRestarting(Nr.pread64, fd.Fd, (nint)bytes, buffer.Length, (nint)offset);
            Check(ToErrno(count), "read", thing);
            return (int)count;
        }
    }

    /// <summary>Writes all bytes at an offset.</summary>
    /// <inheritdoc cref="ReadAt" path="/param"/>
    public static void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> data, long offset, string thing)
    {
        using var fd = new DirectoryArgument(file);
        while (!data.IsEmpty)
        {
            fixed (byte* bytes = data)
            {
                // SAFETY: the kernel reads at most data.Length bytes.
                nint count = Libc.SyscallRestarting(Nr.pwrite64, fd.Fd, (nint)bytes, data.Length, (nint)offset);
                Check(ToErrno(count), "write", thing);
                data = data[(int)count..];
                offset += count;
            }
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="limit">Bytes; a longer file is an error (EFBIG).</param>
    public static byte[] ReadFileAt(SafeFileHandle? directory, string path, int limit)
    {
        using SafeFileHandle file = Open(directory, path, OpenFlags.O_RDONLY);
        return ReadFile(file, path, limit);
    }

    /// <summary>Reads a whole open file.</summary>
    /// <param name="thing">Names the file in an error.</param>
    /// <param name="limit">Bytes; a longer file is an error (EFBIG).</param>
    public static byte[] ReadFile(SafeFileHandle file, string thing, int limit)
    {
        const int SmallestBuffer = 1024;
        long size = Status(file, string.Empty).Size;
        Check(size > limit ? Errno.EFBIG : Errno.None, "read", thing);

        // A file may grow while it is read, and files of procfs say that they are empty: only the end of the file is the end.
        byte[] content = new byte[Math.Max(size + 1, SmallestBuffer)];
        int have = 0;
        for (int count; (count = ReadAt(file, content.AsSpan(have), have, thing)) > 0;)
        {
            have += count;
            Check(have > limit ? Errno.EFBIG : Errno.None, "read", thing);
            if (have == content.Length)
            {
                Array.Resize(ref content, content.Length * 2);
            }
        }

        Array.Resize(ref content, have);
        return content;
    }

    /// <summary>Sets a file's size; growing makes a hole.</summary>
    public static Errno TryTruncate(SafeFileHandle file, long size)
    {
        using var fd = new DirectoryArgument(file);
        return ToErrno(Libc.SyscallRestarting(Nr.ftruncate, fd.Fd, (nint)size));
    }

    /// <summary>Reserves disk space for a range without changing the size, so that a full disk shows at once (ENOSPC).</summary>
    public static Errno TryAllocate(SafeFileHandle file, long offset, long length)
    {
        const int FALLOC_FL_KEEP_SIZE = 1;
        using var fd = new DirectoryArgument(file);
        return ToErrno(Libc.SyscallRestarting(Nr.fallocate, fd.Fd, FALLOC_FL_KEEP_SIZE, (nint)offset, (nint)length));
    }

    /// <summary>Finds the next data at or after an offset (SEEK_DATA); ENXIO when only a hole follows.</summary>
    public static Errno TrySeekData(SafeFileHandle file, long offset, out long position)
    {
        const int SEEK_DATA = 3;
        return TrySeek(file, offset, SEEK_DATA, out position);
    }

    /// <summary>Finds the next hole at or after an offset (SEEK_HOLE); the end of the file counts as one.</summary>
    public static Errno TrySeekHole(SafeFileHandle file, long offset, out long position)
    {
        const int SEEK_HOLE = 4;
        return TrySeek(file, offset, SEEK_HOLE, out position);
    }

    /// <summary>Writes a file's, or a directory's, changes to the disk (fsync(2)).</summary>
    public static void Sync(SafeFileHandle file, string thing)
    {
        using var fd = new DirectoryArgument(file);
        Check(ToErrno(Libc.SyscallRestarting(Nr.fsync, fd.Fd)), "fsync", thing);
    }

    /// <summary>Writes the whole file system that a file is on to the disk (syncfs(2)).</summary>
    public static void SyncFileSystem(SafeFileHandle file, string thing)
    {
        using var fd = new DirectoryArgument(file);
        Check(ToErrno(Libc.SyscallRestarting(Nr.syncfs, fd.Fd)), "syncfs", thing);
    }

    private static Errno TrySeek(SafeFileHandle file, long offset, int whence, out long position)
    {
        using var fd = new DirectoryArgument(file);
        nint result = Libc.Syscall(Nr.lseek, fd.Fd, (nint)offset, whence);
        position = result;
        return ToErrno(result);
    }
}
