using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Reads a caller's input as it comes and hands it on.</summary>
internal sealed class InputReader : IDisposable
{
    private const int ChunkSize = 32 * 1024;

    private readonly EventLoop _loop;
    private readonly SafeFileHandle? _input;
    private readonly Handler _handler;
    private readonly byte[] _chunk = new byte[ChunkSize];

    /// <summary>Takes a piece of input; an empty one is its end.</summary>
    internal delegate void Handler(ReadOnlySpan<byte> data);

    internal InputReader(EventLoop loop, SafeFileHandle? input, Handler handler)
    {
        _loop = loop;
        _input = input;
        _handler = handler;
        if (input is null)
        {
            handler([]);
            return;
        }

        Errno error = loop.TryWatch(input, PollEvents.EPOLLIN, events => ReadOnce());
        if (error == Errno.EPERM)
        {
            // A regular file is always ready and cannot be waited for (epoll_ctl(2)): it goes through at once, at the reader's pace.
            while (ReadOnce())
            {
            }
        }
        else if (error != Errno.None)
        {
            handler([]);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_input is not null)
        {
            _loop.Forget(_input);
        }
    }

    private bool ReadOnce()
    {
        int length = StreamCalls.Read(_input!, _chunk);
        if (length > 0)
        {
            _handler(_chunk.AsSpan(0, length));
            return true;
        }

        if (length != -(int)Errno.EAGAIN)
        {
            _loop.Forget(_input!);
            _handler([]);
        }

        return false;
    }
}
