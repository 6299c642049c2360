using Caisson.Linux.Native;

namespace Caisson.Linux.Processes;

/// <summary>Unpredictable bytes from the kernel (getrandom(2)). The framework's generator loads OpenSSL first, which takes milliseconds.</summary>
public static unsafe class RandomBytes
{
    /// <summary>Fills a buffer of at most 256 bytes, which the kernel does at once.</summary>
    public static void Fill(Span<byte> buffer)
    {
        const int LargestAtOnce = 256;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer.Length, LargestAtOnce);
        fixed (byte* bytes = buffer)
        {
            // SAFETY: the kernel writes at most buffer.Length bytes.
            nint result = Libc.SyscallRestarting(Nr.getrandom, (nint)bytes, buffer.Length);
            if (result != buffer.Length)
            {
                throw new LinuxException("getrandom", null, result < 0 ? (Errno)(-result) : Errno.EIO);
            }
        }
    }
}
