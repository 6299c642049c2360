using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Reads input as it comes and hands it on, at the pace of whoever takes it.</summary>
internal sealed class InputReader : IDisposable
{
    private const int ChunkSize = 32 * 1024;

    private readonly EventLoop _loop;
    private readonly SafeFileHandle? _input;
    private readonly Handler _handler;
    private readonly byte[] _chunk = new byte[ChunkSize];
    private Pipe? _alwaysReady;
    private bool _ended;

    /// <summary>Takes a piece of input; an empty one is its end. Returns whether more may follow before <see cref="Resume"/>.</summary>
    internal delegate bool Handler(ReadOnlySpan<byte> data);

    /// <summary>Starts reading.</summary>
    /// <param name="loop">Waits for input.</param>
    /// <param name="input">Where from; null is at its end.</param>
    /// <param name="handler">Takes it; never called from here.</param>
    internal InputReader(EventLoop loop, SafeFileHandle? input, Handler handler)
    {
        _loop = loop;
        _input = input;
        _handler = handler;
        Resume();
    }

    /// <summary>Goes on after the handler could not take more.</summary>
    internal void Resume()
    {
        if (_ended || (Watched is { } watched && _loop.Watches(watched)))
        {
            return;
        }

        Errno error = Watched is null ? Errno.EPERM : _loop.TryWatch(Watched, PollEvents.EPOLLIN, events => ReadOnce());
        if (error == Errno.EPERM)
        {
            // A regular file is always ready and cannot be waited for (epoll_ctl(2)). A pipe without a writer is always ready too, and can.
            _alwaysReady = Pipe.Create();
            _alwaysReady.Write.Dispose();
            error = _loop.TryWatch(_alwaysReady.Read, PollEvents.EPOLLIN, events => ReadOnce());
        }

        if (error != Errno.None)
        {
            throw new LinuxException("wait for", "standard input", error);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        Pause();
        _alwaysReady?.Dispose();
    }

    private SafeFileHandle? Watched => _alwaysReady?.Read ?? _input;

    private void Pause()
    {
        if (Watched is { } watched)
        {
            _loop.Forget(watched);
        }
    }

    private void ReadOnce()
    {
        int length = _input is null ? 0 : StreamCalls.Read(_input, _chunk);
        if (length == -(int)Errno.EAGAIN)
        {
            return;
        }

        // 0 is the end of a file or pipe, EIO that of a terminal.
        _ended = length <= 0;
        if (!_handler(_chunk.AsSpan(0, Math.Max(length, 0))) || _ended)
        {
            Pause();
        }
    }
}
