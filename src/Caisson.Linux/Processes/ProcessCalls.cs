using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Processes;

/// <summary>Waiting for, signalling and naming processes by descriptor (pidfd_open(2)) rather than by number.</summary>
public static unsafe class ProcessCalls
{
    /// <summary>A descriptor of a process; it stays the same process when the number is used again.</summary>
    public static Errno TryOpen(int pid, out SafeFileHandle? process)
    {
        nint result = Libc.Syscall(Nr.pidfd_open, pid, 0);
        process = result < 0 ? null : new SafeFileHandle(result, ownsHandle: true);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>Sends a signal; 0 only asks whether the process is there.</summary>
    public static Errno TrySignal(SafeFileHandle process, int signal)
    {
        using var fd = new DirectoryArgument(process);
        nint result = Libc.Syscall(Nr.pidfd_send_signal, fd.Fd, signal, 0, 0);
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    /// <summary>Waits until a child ended, and reaps it.</summary>
    public static ExitStatus Wait(int pid)
    {
        int status;
        nint result = Libc.SyscallRestarting(Nr.wait4, pid, (nint)(&status), 0, 0);
        return result < 0 ? throw new LinuxException("wait", $"for process {pid}", (Errno)(-result)) : ExitStatus.FromWait(status);
    }

    /// <summary>Hides this process's memory from others of the same user (PR_SET_DUMPABLE).</summary>
    public static void SetUndumpable()
    {
        const int PR_SET_DUMPABLE = 4;
        _ = Libc.Syscall(Nr.prctl, PR_SET_DUMPABLE, 0);
    }

    /// <summary>Sets the mode mask of this process (umask(2)).</summary>
    public static void SetUmask(uint mask) => _ = Libc.Syscall(Nr.umask, (nint)mask);
}
