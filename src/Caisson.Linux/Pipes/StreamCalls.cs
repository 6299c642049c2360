using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Pipes;

/// <summary>read(2) and write(2) on pipes, sockets and terminals, where positions mean nothing.</summary>
public static unsafe class StreamCalls
{
    /// <summary>Reads what is there, waiting for the first byte on a blocking descriptor.</summary>
    /// <returns>The number of bytes, 0 at the end, or a negative errno.</returns>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        using var fd = new DirectoryArgument(file);
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes.
            return (int)Libc.SyscallRestarting(Nr.read, fd.Fd, (nint)bytes, buffer.Length);
        }
    }

    /// <summary>Writes as much as fits.</summary>
    /// <returns>The number of bytes, or a negative errno.</returns>
    public static int Write(SafeFileHandle file, ReadOnlySpan<byte> buffer)
    {
        using var fd = new DirectoryArgument(file);
        fixed (byte* bytes = buffer)
        {
            return (int)Libc.SyscallRestarting(Nr.write, fd.Fd, (nint)bytes, buffer.Length);
        }
    }

    /// <summary>
    /// Whether a write would not wait (poll(2)): a pipe that is ready takes PIPE_BUF bytes, 4096, at once (pipe(7)). Also true when a write
    /// would fail.
    /// </summary>
    public static bool IsWritable(SafeFileHandle file)
    {
        const short POLLOUT = 4;
        using var fd = new DirectoryArgument(file);
        var poll = new PollEntry { Number = (int)fd.Fd, Events = POLLOUT };
        // SAFETY: one entry, and the kernel writes its last field.
        return Libc.SyscallRestarting(Nr.poll, (nint)(&poll), 1, 0) != 0;
    }

    /// <summary>Writes everything to a blocking descriptor.</summary>
    public static Errno TryWriteAll(SafeFileHandle file, ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int written = Write(file, buffer);
            if (written < 0)
            {
                return (Errno)(-written);
            }

            buffer = buffer[written..];
        }

        return Errno.None;
    }

    /// <summary>Switches O_NONBLOCK. The flag belongs to the open file: only for descriptors that are ours alone.</summary>
    public static void SetNonBlocking(SafeFileHandle file)
    {
        const int F_SETFL = 4, F_GETFL = 3, O_NONBLOCK = 0x800;
        using var fd = new DirectoryArgument(file);
        nint flags = Libc.Syscall(Nr.fcntl, fd.Fd, F_GETFL);
        nint result = flags < 0 ? flags : Libc.Syscall(Nr.fcntl, fd.Fd, F_SETFL, flags | O_NONBLOCK);
        if (result < 0)
        {
            throw new LinuxException("fcntl", "O_NONBLOCK", (Errno)(-result));
        }
    }

    /// <summary>A second descriptor of the same open file, close-on-exec.</summary>
    public static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        const int F_DUPFD_CLOEXEC = 1030, LowestNumber = 3;
        using var fd = new DirectoryArgument(file);
        nint copy = Libc.Syscall(Nr.fcntl, fd.Fd, F_DUPFD_CLOEXEC, LowestNumber);
        return copy < 0 ? throw new LinuxException("fcntl", "F_DUPFD_CLOEXEC", (Errno)(-copy)) : new SafeFileHandle(copy, ownsHandle: true);
    }

    // struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Number;
        public short Events;
        private readonly short _returned;
    }
}
