using System.Runtime.InteropServices;

namespace Caisson.Linux.Native;

/// <summary>
/// The raw system call entry. Typed wrappers for each area stand in the partial files beside this one; they all
/// return a negative errno on failure, as the kernel itself does.
/// </summary>
internal static unsafe partial class Libc
{
    /// <summary>The directory argument that stands for the current working directory (openat(2)).</summary>
    internal const int AT_FDCWD = -100;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint RawSyscall(nint number, nint a0, nint a1, nint a2, nint a3, nint a4, nint a5);

    /// <summary>Calls the kernel; returns its result, or a negative errno.</summary>
    internal static nint Syscall(int number, nint a0 = 0, nint a1 = 0, nint a2 = 0, nint a3 = 0, nint a4 = 0, nint a5 = 0)
    {
        nint result = RawSyscall(number, a0, a1, a2, a3, a4, a5);
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }

    /// <summary>Like <see cref="Syscall"/>, and starts again when a signal interrupted the call.</summary>
    internal static nint SyscallRestarting(int number, nint a0 = 0, nint a1 = 0, nint a2 = 0, nint a3 = 0, nint a4 = 0, nint a5 = 0)
    {
        nint result;
        do
        {
            result = Syscall(number, a0, a1, a2, a3, a4, a5);
        }
        while (result == -(int)Errno.EINTR);
        return result;
    }
}
