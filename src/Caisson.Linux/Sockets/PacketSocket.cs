using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Sockets;

/// <summary>
/// One end of a local connection that keeps message boundaries (unix(7), SOCK_SEQPACKET): a message arrives whole or not at all.
/// </summary>
public sealed unsafe class PacketSocket : IDisposable
{
    private const int AF_UNIX = 1, SOCK_SEQPACKET = 5, SOCK_CLOEXEC = 0x80000, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;

    /// <summary>The longest message.</summary>
    public const int LargestMessage = 64 * 1024;

    /// <summary>Wraps an inherited socket.</summary>
    public PacketSocket(SafeFileHandle file) => File = file;

    /// <summary>The descriptor, for waiting.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Two connected ends.</summary>
    public static (PacketSocket First, PacketSocket Second) CreatePair()
    {
        int* ends = stackalloc int[2];
        nint result = Libc.Syscall(Nr.socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, (nint)ends);
        return result < 0
            ? throw new LinuxException("socketpair", null, (Errno)(-result))
            : (new PacketSocket(new SafeFileHandle(ends[0], ownsHandle: true)), new PacketSocket(new SafeFileHandle(ends[1], ownsHandle: true)));
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">At most <see cref="LargestMessage"/> bytes.</param>
    /// <param name="wait">Whether to wait for room; otherwise a full buffer is EAGAIN.</param>
    public Errno TrySend(ReadOnlySpan<byte> message, bool wait)
    {
        using var fd = new DirectoryArgument(File);
        fixed (byte* bytes = message)
        {
            // SAFETY: the kernel reads message.Length bytes.
            nint result = Libc.SyscallRestarting(
                Nr.sendto, fd.Fd, (nint)bytes, message.Length, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
            return result < 0 ? (Errno)(-result) : Errno.None;
        }
    }

    /// <summary>Receives a message; a longer one than the buffer is cut, so pass <see cref="LargestMessage"/> bytes.</summary>
    /// <returns>Its length, 0 when the other end is closed, or a negative errno (EAGAIN without waiting).</returns>
    public int Receive(Span<byte> buffer, bool wait)
    {
        using var fd = new DirectoryArgument(File);
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes.
            nint length = Libc.SyscallRestarting(Nr.recvfrom, fd.Fd, (nint)bytes, buffer.Length, wait ? 0 : MSG_DONTWAIT);
            if (length == -(int)Errno.ECONNRESET)
            {
                // Said once, when the other end closed before it read everything from here. What it sent before is still in the queue.
                length = Libc.SyscallRestarting(Nr.recvfrom, fd.Fd, (nint)bytes, buffer.Length, wait ? 0 : MSG_DONTWAIT);
            }

            return (int)length;
        }
    }

    /// <inheritdoc />
    public void Dispose() => File.Dispose();
}
