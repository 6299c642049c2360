using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Writes a program's output to a caller's descriptor, which may be in non-blocking mode because somebody else set it so.</summary>
internal static class SessionOutput
{
    /// <summary>Writes everything.</summary>
    /// <returns>False when nobody reads it any more.</returns>
    internal static bool Write(SafeFileHandle? target, ReadOnlySpan<byte> data)
    {
        while (target is not null && !data.IsEmpty)
        {
            int written = StreamCalls.Write(target, data);
            if (written > 0)
            {
                data = data[written..];
            }
            else if (written == -(int)Errno.EAGAIN)
            {
                AwaitRoom(target);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static void AwaitRoom(SafeFileHandle target)
    {
        using var loop = new EventLoop();
        loop.Watch(target, PollEvents.EPOLLOUT, static events => { });
        loop.RunOnce();
    }
}
