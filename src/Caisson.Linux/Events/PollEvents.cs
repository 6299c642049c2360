namespace Caisson.Linux.Events;

/// <summary>Events of epoll_ctl(2) under their C names.</summary>
[Flags]
public enum PollEvents : uint
{
    None = 0,
    EPOLLIN = 0x1,
    EPOLLPRI = 0x2,
    EPOLLOUT = 0x4,
    EPOLLERR = 0x8,
    EPOLLHUP = 0x10,
    EPOLLRDHUP = 0x2000,
}
