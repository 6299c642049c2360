using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Sockets;
using Caisson.Supervision.Protocol;

namespace Caisson.Supervision.Monitors;

/// <summary>
/// The monitor's side of the connection to whoever started it. A client that does not read slows the container's output down; one that is
/// gone changes nothing: the container goes on and its output still reaches the log.
/// </summary>
internal sealed class ClientLink : IDisposable
{
    private readonly EventLoop _loop;
    private readonly PacketSocket _socket;
    private readonly byte[] _buffer = new byte[PacketSocket.LargestMessage];
    private readonly Action<MessageKind, ReadOnlyMemory<byte>> _received;
    private bool _listening = true;
    private byte[]? _unsent;
    private Action? _sent;

    internal ClientLink(EventLoop loop, PacketSocket socket, Action<MessageKind, ReadOnlyMemory<byte>> received)
    {
        _loop = loop;
        _socket = socket;
        _received = received;
        _loop.Watch(socket.File, PollEvents.EPOLLIN, OnReady);
    }

    /// <summary>Whether the client is still there.</summary>
    internal bool IsOpen { get; private set; } = true;

    /// <summary>Sends a message, waiting for room.</summary>
    internal void Send(ReadOnlySpan<byte> message)
    {
        if (IsOpen && _socket.TrySend(message, wait: true) != Errno.None)
        {
            Close();
        }
    }

    /// <summary>Sends a message or keeps it until there is room.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sent">Called when a kept message went out; until then nothing else may be sent.</param>
    /// <returns>Whether the next message can be sent at once.</returns>
    internal bool TrySend(ReadOnlySpan<byte> message, Action sent)
    {
        Errno error = IsOpen ? _socket.TrySend(message, wait: false) : Errno.None;
        if (error == Errno.EAGAIN)
        {
            _unsent = message.ToArray();
            _sent += sent;
            Watch();
            return false;
        }

        if (error != Errno.None)
        {
            Close();
        }

        return true;
    }

    /// <summary>Calls back when the message that waits for room went out.</summary>
    internal void WhenSent(Action sent) => _sent += sent;

    /// <summary>Whether a message waits for room.</summary>
    internal bool IsFull => _unsent is not null;

    /// <summary>Sends what waits for room, waiting for it.</summary>
    internal void Flush()
    {
        if (_unsent is { } message)
        {
            _unsent = null;
            Send(message);
        }
    }

    /// <summary>Stops or goes on listening, when what was received cannot be passed on.</summary>
    internal void Listen(bool listen)
    {
        _listening = listen;
        Watch();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _socket.Dispose();
    }

    private void OnReady(PollEvents events)
    {
        if (events.HasFlag(PollEvents.EPOLLOUT) && _unsent is { } message)
        {
            _unsent = null;
            Errno error = _socket.TrySend(message, wait: false);
            if (error == Errno.EAGAIN)
            {
                _unsent = message;
                return;
            }

            if (error != Errno.None)
            {
                Close();
                return;
            }

            Watch();
            Action? sent = _sent;
            _sent = null;
            sent?.Invoke();
        }

        if (_listening && (events & (PollEvents.EPOLLIN | PollEvents.EPOLLHUP | PollEvents.EPOLLERR)) != PollEvents.None)
        {
            Receive();
        }
    }

    // What is sent and what is received wait for different things: one never switches the other on.
    private void Watch()
    {
        if (!IsOpen)
        {
            return;
        }

        PollEvents events = (_listening ? PollEvents.EPOLLIN : PollEvents.None) | (_unsent is null ? PollEvents.None : PollEvents.EPOLLOUT);
        if (events == PollEvents.None)
        {
            // A hang-up would still be reported, again and again.
            _loop.Forget(_socket.File);
        }
        else if (_loop.Watches(_socket.File))
        {
            _loop.Change(_socket.File, events);
        }
        else
        {
            _loop.Watch(_socket.File, events, OnReady);
        }
    }

    private void Receive()
    {
        int length = _socket.Receive(_buffer, wait: false);
        if (length > 0)
        {
            _received((MessageKind)_buffer[0], _buffer.AsMemory(1, length - 1));
        }
        else if (length != -(int)Errno.EAGAIN)
        {
            Close();
        }
    }

    private void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        _loop.Forget(_socket.File);
        _unsent = null;
        Action? sent = _sent;
        _sent = null;
        sent?.Invoke();
        _received(MessageKind.StdinClosed, ReadOnlyMemory<byte>.Empty);
    }
}
