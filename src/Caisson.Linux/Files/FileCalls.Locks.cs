using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>
/// Whole-file locks (flock(2)): of the open file, so they go with the last descriptor, also when the process is killed. They
/// work on directories too.
/// </summary>
public static unsafe partial class FileCalls
{
    /// <summary>Waits until the lock is ours.</summary>
    public static void Lock(SafeFileHandle file, string thing, bool shared = false) => Check(Lock(file, shared, 0), "flock", thing);

    /// <summary>Takes the lock if that is possible at once: EAGAIN when somebody else has it.</summary>
    public static Errno TryLock(SafeFileHandle file, bool shared = false)
    {
        const int LOCK_NB = 4;
        return Lock(file, shared, LOCK_NB);
    }

    private static Errno Lock(SafeFileHandle file, bool shared, int flags)
    {
        const int LOCK_SH = 1, LOCK_EX = 2;
        using var fd = new DirectoryArgument(file);
        return ToErrno(Libc.SyscallRestarting(Nr.flock, fd.Fd, (shared ? LOCK_SH : LOCK_EX) | flags));
    }
}
