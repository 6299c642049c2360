using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>
/// Writes to a descriptor of the caller's in step with its reader, and never waits in a write: the loop has signals and other streams to see to.
/// The descriptor's mode stays as it is, because it belongs to others too.
/// </summary>
internal sealed class OutputWriter : IDisposable
{
    // PIPE_BUF: a pipe that is ready takes that much without waiting (pipe(7)).
    private const int AtOnce = 4096;

    private readonly EventLoop _loop;
    private readonly SafeFileHandle? _target;
    private readonly Action _room;
    private readonly Action<Errno>? _failed;
    private byte[] _waiting = [];
    private bool _open;

    /// <summary>Prepares to write.</summary>
    /// <param name="loop">Waits for the reader.</param>
    /// <param name="target">Where to; null throws everything away.</param>
    /// <param name="room">Called when more may follow after <see cref="Write"/> said that it may not.</param>
    /// <param name="failed">Called once, when writing failed; what follows is thrown away.</param>
    internal OutputWriter(EventLoop loop, SafeFileHandle? target, Action room, Action<Errno>? failed = null)
    {
        _loop = loop;
        _target = target;
        _room = room;
        _failed = failed;
        _open = target is not null;
    }

    /// <summary>Whether something waits for the reader.</summary>
    internal bool IsFull => _waiting.Length > 0;

    /// <summary>Writes what the reader takes now and keeps the rest. Only when nothing is kept.</summary>
    /// <returns>Whether more may follow now.</returns>
    internal bool Write(ReadOnlySpan<byte> data)
    {
        data = WriteSome(data);
        if (data.IsEmpty)
        {
            return true;
        }

        _waiting = data.ToArray();
        _loop.Watch(_target!, PollEvents.EPOLLOUT, events => Continue());
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (IsFull)
        {
            _loop.Forget(_target!);
        }
    }

    private void Continue()
    {
        _waiting = WriteSome(_waiting).ToArray();
        if (!IsFull)
        {
            _loop.Forget(_target!);
            _room();
        }
    }

    private ReadOnlySpan<byte> WriteSome(ReadOnlySpan<byte> data)
    {
        while (_open && !data.IsEmpty)
        {
            if (!StreamCalls.IsWritable(_target!))
            {
                return data;
            }

            int written = StreamCalls.Write(_target!, data[..Math.Min(data.Length, AtOnce)]);
            if (written == -(int)Errno.EAGAIN)
            {
                // In non-blocking mode, because somebody else set it so.
                return data;
            }

            if (written < 0)
            {
                _open = false;
                _failed?.Invoke((Errno)(-written));
                return [];
            }

            data = data[written..];
        }

        return [];
    }
}
