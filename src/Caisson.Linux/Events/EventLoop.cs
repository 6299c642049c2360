using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Events;

/// <summary>
/// Waits on many descriptors in one thread (epoll(7)) and calls back for each that is ready: how the monitor works without a thread pool.
/// </summary>
public sealed unsafe class EventLoop : IDisposable
{
    private const int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3;

    private readonly SafeFileHandle _epoll;
    private readonly Dictionary<int, Action<PollEvents>> _handlers = [];

    /// <summary>Makes a loop that watches nothing.</summary>
    public EventLoop()
    {
        const int EPOLL_CLOEXEC = 0x80000;
        nint fd = Libc.Syscall(Nr.epoll_create1, EPOLL_CLOEXEC);
        _epoll = fd < 0 ? throw new LinuxException("epoll_create1", null, (Errno)(-fd)) : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>
    /// Watches a descriptor, level-triggered; an error or hang-up is always reported. Fails with EPERM for regular files, which are
    /// always ready.
    /// </summary>
    public Errno TryWatch(SafeFileHandle file, PollEvents events, Action<PollEvents> handler)
    {
        Errno error = Control(EPOLL_CTL_ADD, file, events);
        if (error == Errno.None)
        {
            _handlers[Number(file)] = handler;
        }

        return error;
    }

    /// <inheritdoc cref="TryWatch"/>
    public void Watch(SafeFileHandle file, PollEvents events, Action<PollEvents> handler)
    {
        Errno error = TryWatch(file, events, handler);
        if (error != Errno.None)
        {
            throw new LinuxException("epoll_ctl", null, error);
        }
    }

    /// <summary>Changes what a watched descriptor waits for.</summary>
    public void Change(SafeFileHandle file, PollEvents events) => Control(EPOLL_CTL_MOD, file, events);

    /// <summary>Stops watching; has to come before the descriptor is closed.</summary>
    public void Forget(SafeFileHandle file)
    {
        if (_handlers.Remove(Number(file)))
        {
            Control(EPOLL_CTL_DEL, file, PollEvents.None);
        }
    }

    /// <summary>Whether a descriptor is watched.</summary>
    public bool Watches(SafeFileHandle file) => !file.IsClosed && _handlers.ContainsKey(Number(file));

    /// <summary>Waits for events and calls their handlers, once round.</summary>
    /// <param name="timeout">The longest wait; null waits until something happens.</param>
    /// <returns>Whether anything happened before the time ran out.</returns>
    public bool RunOnce(TimeSpan? timeout = null)
    {
        const int Capacity = 16;
        int milliseconds = timeout is { } t ? (int)Math.Clamp(Math.Ceiling(t.TotalMilliseconds), 0, int.MaxValue) : -1;
        EpollEvent* events = stackalloc EpollEvent[Capacity];
        // SAFETY: the kernel fills at most Capacity entries.
        nint count = Libc.Syscall(Nr.epoll_wait, _epoll.DangerousGetHandle(), (nint)events, Capacity, milliseconds);
        if (count < 0 && count != -(int)Errno.EINTR)
        {
            throw new LinuxException("epoll_wait", null, (Errno)(-count));
        }

        for (int i = 0; i < count; i++)
        {
            // An earlier handler of this round may have forgotten the descriptor.
            if (_handlers.TryGetValue(events[i].Number, out Action<PollEvents>? handler))
            {
                handler(events[i].Events);
            }
        }

        return count != 0;
    }

    /// <inheritdoc />
    public void Dispose() => _epoll.Dispose();

    private Errno Control(int operation, SafeFileHandle file, PollEvents events)
    {
        var e = new EpollEvent { Events = events, Number = Number(file) };
        nint result = Libc.Syscall(Nr.epoll_ctl, _epoll.DangerousGetHandle(), operation, Number(file), (nint)(&e));
        return result < 0 ? (Errno)(-result) : Errno.None;
    }

    private static int Number(SafeFileHandle file) => (int)file.DangerousGetHandle();

    // struct epoll_event is packed on x86-64.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct EpollEvent
    {
        public PollEvents Events;
        public int Number;
        private readonly int _padding;
    }
}
