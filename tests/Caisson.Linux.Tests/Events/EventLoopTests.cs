using Caisson.Linux.Events;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Events;

public sealed class EventLoopTests : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(20);

    private readonly EventLoop _loop = new();
    private readonly Pipe _pipe = Pipe.Create();

    [Fact]
    public void Handler_is_called_when_there_is_something_to_read()
    {
        PollEvents seen = PollEvents.None;
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, events => seen = events);
        Assert.False(_loop.RunOnce(s_quiet));
        StreamCalls.Write(_pipe.Write, "x"u8);
        Assert.True(_loop.RunOnce());
        Assert.Equal(PollEvents.EPOLLIN, seen);
    }

    [Fact]
    public void Hang_up_is_reported_without_being_asked_for()
    {
        PollEvents seen = PollEvents.None;
        _loop.Watch(_pipe.Read, PollEvents.None, events => seen = events);
        _pipe.Write.Dispose();
        Assert.True(_loop.RunOnce());
        Assert.Equal(PollEvents.EPOLLHUP, seen);
    }

    [Fact]
    public void Forgotten_descriptor_is_silent_and_can_be_watched_again()
    {
        int calls = 0;
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => calls++);
        StreamCalls.Write(_pipe.Write, "x"u8);
        _loop.Forget(_pipe.Read);
        Assert.False(_loop.Watches(_pipe.Read));
        Assert.False(_loop.RunOnce(s_quiet));
        _loop.Forget(_pipe.Read);
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => calls++);
        Assert.True(_loop.RunOnce());
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Handler_that_forgets_another_descriptor_of_the_same_round_silences_it()
    {
        using Pipe other = Pipe.Create();
        int calls = 0;
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => Handle(other.Read));
        _loop.Watch(other.Read, PollEvents.EPOLLIN, _ => Handle(_pipe.Read));
        StreamCalls.Write(_pipe.Write, "x"u8);
        StreamCalls.Write(other.Write, "x"u8);
        _loop.RunOnce();
        Assert.Equal(1, calls);

        void Handle(SafeFileHandle toForget)
        {
            calls++;
            _loop.Forget(toForget);
        }
    }

    [Fact]
    public void Regular_file_is_refused_by_name_of_the_error()
    {
        using SafeFileHandle file = FileCalls.Open(null, "/etc/passwd", OpenFlags.O_RDONLY);
        Assert.Equal(Errno.EPERM, _loop.TryWatch(file, PollEvents.EPOLLIN, _ => { }));
        Assert.False(_loop.Watches(file));
        Assert.Throws<LinuxException>(() => _loop.Watch(file, PollEvents.EPOLLIN, _ => { }));
    }

    [Fact]
    public void Second_watch_of_a_descriptor_is_an_error()
    {
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => { });
        Assert.Equal(Errno.EEXIST, _loop.TryWatch(_pipe.Read, PollEvents.EPOLLIN, _ => { }));
    }

    [Fact]
    public void Exceptions_of_handlers_reach_the_caller()
    {
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => throw new InvalidOperationException("handler"));
        StreamCalls.Write(_pipe.Write, "x"u8);
        Assert.Throws<InvalidOperationException>(() => _loop.RunOnce());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Time_that_is_up_does_not_wait(int milliseconds) => Assert.False(_loop.RunOnce(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Longest_time_is_no_overflow()
    {
        StreamCalls.Write(_pipe.Write, "x"u8);
        _loop.Watch(_pipe.Read, PollEvents.EPOLLIN, _ => { });
        Assert.True(_loop.RunOnce(TimeSpan.MaxValue));
    }

    [Fact]
    public void Blocked_signal_is_read_with_its_number()
    {
        // In a thread of its own, whose mask ends with it.
        const int SIGUSR1 = 10, Gone = 0;
        int[] read = [];
        var thread = new Thread(() =>
        {
            using var signals = SignalReader.Block(SIGUSR1);
            int before = signals.Next();
            SignalThisThread(SIGUSR1);
            read = [before, signals.Next(), signals.Next()];
        });
        thread.Start();
        thread.Join();
        Assert.Equal([Gone, SIGUSR1, Gone], read);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _pipe.Dispose();
    }

    private static void SignalThisThread(int signal)
    {
        const int gettid = 186, tgkill = 234;
        nint thread = Native.Libc.Syscall(gettid);
        Assert.Equal(0, Native.Libc.Syscall(tgkill, Environment.ProcessId, thread, signal));
    }
}
