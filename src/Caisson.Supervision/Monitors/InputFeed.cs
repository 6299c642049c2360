using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Monitors;

/// <summary>Carries the client's input to the program's stdin. What does not fit waits, and so does the client.</summary>
internal sealed class InputFeed : IDisposable
{
    private readonly EventLoop _loop;
    private readonly SafeFileHandle _target;
    private readonly bool _closesTarget;
    private byte[] _waiting = [];
    private bool _closeWhenEmpty;

    /// <summary>Starts carrying.</summary>
    /// <param name="loop">The monitor's loop.</param>
    /// <param name="target">The writing end in non-blocking mode.</param>
    /// <param name="closesTarget">Whether the end of the input closes it; a terminal stays open.</param>
    internal InputFeed(EventLoop loop, SafeFileHandle target, bool closesTarget)
    {
        _loop = loop;
        _target = target;
        _closesTarget = closesTarget;
    }

    /// <summary>Writes input.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="ready">Called when more may follow, if not now.</param>
    /// <returns>Whether more may follow now.</returns>
    internal bool Write(ReadOnlySpan<byte> input, Action ready)
    {
        if (_target.IsClosed)
        {
            return true;
        }

        ReadOnlySpan<byte> rest = WriteSome(input);
        if (rest.IsEmpty)
        {
            return true;
        }

        _waiting = rest.ToArray();
        // A terminal is watched by the output pump as well, under its own descriptor number: the feed has a duplicate.
        _loop.Watch(_target, PollEvents.EPOLLOUT, events => Continue(ready));
        return false;
    }

    /// <summary>Ends the input once everything is written.</summary>
    internal void Close()
    {
        _closeWhenEmpty = true;
        if (_waiting.Length == 0 && _closesTarget)
        {
            _target.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_target.IsClosed)
        {
            _loop.Forget(_target);
            _target.Dispose();
        }
    }

    private void Continue(Action ready)
    {
        _waiting = WriteSome(_waiting).ToArray();
        if (_waiting.Length > 0)
        {
            return;
        }

        _loop.Forget(_target);
        if (_closeWhenEmpty)
        {
            Close();
        }

        ready();
    }

    // What is left when the pipe is full. A program that closed its stdin loses the rest, as with any pipe.
    private ReadOnlySpan<byte> WriteSome(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            int written = StreamCalls.Write(_target, input);
            if (written == -(int)Errno.EAGAIN)
            {
                return input;
            }

            if (written < 0)
            {
                return [];
            }

            input = input[written..];
        }

        return [];
    }
}
