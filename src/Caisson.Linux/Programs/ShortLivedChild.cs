using Caisson.Linux.Events;
using Caisson.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Programs;

/// <summary>
/// Runs a program in a child that shares this process's descriptors and ends with the program: for calls that need another mount namespace or
/// other ids than this process has. What the child opens is open here.
/// </summary>
/// <remarks>
/// The mount namespace may be a container's: that gives nobody there a hold on the child, which stays outside of the container's pid and user
/// namespaces. It may keep the child waiting, though (a FUSE file system that does not answer), so there is a bound.
/// </remarks>
public static class ShortLivedChild
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program whose last call is <see cref="SyscallProgram.Exit"/>.</summary>
    /// <param name="program">What the child does.</param>
    /// <param name="namespaces">Namespaces to create.</param>
    /// <param name="result">The call whose result is a descriptor.</param>
    /// <exception cref="LinuxException">A step failed, or took longer than ten seconds (ETIMEDOUT).</exception>
    public static SafeFileHandle Open(SyscallProgram program, CloneFlags namespaces, Cell result)
    {
        (int pid, SafeFileHandle pidFd) = CloneStub.Clone(program, namespaces | CloneFlags.CLONE_FILES);
        bool ended = false;
        using (pidFd)
        using (var loop = new EventLoop())
        {
            loop.Watch(pidFd, PollEvents.EPOLLIN, _ => ended = true);
            long begun = TimeProvider.System.GetTimestamp();
            TimeSpan left = s_timeout;
            while (!ended && left > TimeSpan.Zero)
            {
                loop.RunOnce(left);
                left = s_timeout - TimeProvider.System.GetElapsedTime(begun);
            }

            if (!ended)
            {
                const int SIGKILL = 9;
                _ = ProcessCalls.TrySignal(pidFd, SIGKILL);
            }

            _ = ProcessCalls.Wait(pid);
        }

        if (program.Failure is { } failure)
        {
            throw new LinuxException(failure.Step, null, failure.Errno);
        }

        return ended
            ? new SafeFileHandle((nint)result.Value, ownsHandle: true)
            : throw new LinuxException("wait for", "a mount of another mount namespace", Errno.ETIMEDOUT);
    }
}
