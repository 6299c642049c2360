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
    private byte[]? _unsent;
    private Action? _sent;
    private bool _canSend = true, _canReceive = true, _listening = true;

    internal ClientLink(EventLoop loop, PacketSocket socket, Action<MessageKind, ReadOnlyMemory<byte>> received)
    {
        _loop = loop;
        _socket = socket;
        _received = received;
        Watch();
    }

    /// <summary>Sends a message, waiting for room.</summary>
    internal void Send(ReadOnlySpan<byte> message)
    {
        if (_canSend && _socket.TrySend(message, wait: true) != Errno.None)
        {
            _canSend = false;
        }
    }

    /// <summary>Sends a message or keeps it until there is room.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sent">Called when a kept message went out; until then nothing else may be sent.</param>
    /// <returns>Whether the next message can be sent at once.</returns>
    internal bool TrySend(ReadOnlySpan<byte> message, Action sent)
    {
        Errno error = _canSend ? _socket.TrySend(message, wait: false) : Errno.None;
        if (error == Errno.EAGAIN)
        {
            _unsent = message.ToArray();
            _sent += sent;
            Watch();
            return false;
        }

        _canSend &= error == Errno.None;
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
            Watch();
            Send(message);
        }
    }

    /// <summary>Stops or goes on listening, when what was received cannot be passed on. What the client sends meanwhile waits, also when it is gone.</summary>
    internal void Listen(bool listen)
    {
        _listening = listen;
        Watch();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _loop.Forget(_socket.File);
        _socket.Dispose();
    }

    // A hang-up is reported whether asked for or not: a socket that waits for nothing must not be watched, or the loop would spin.
    private void Watch()
    {
        PollEvents wanted = (_canReceive && _listening ? PollEvents.EPOLLIN : PollEvents.None)
            | (_unsent is null ? PollEvents.None : PollEvents.EPOLLOUT);
        if (wanted == PollEvents.None)
        {
            _loop.Forget(_socket.File);
        }
        else if (_loop.Watches(_socket.File))
        {
            _loop.Change(_socket.File, wanted);
        }
        else
        {
            _loop.Watch(_socket.File, wanted, OnReady);
        }
    }

    private void OnReady(PollEvents events)
    {
        const PollEvents Gone = PollEvents.EPOLLHUP | PollEvents.EPOLLERR;
        if ((events & (PollEvents.EPOLLOUT | Gone)) != PollEvents.None && _unsent is { } message)
        {
            SendAgain(message);
        }

        if ((events & (PollEvents.EPOLLIN | Gone)) != PollEvents.None && _canReceive && _listening)
        {
            Receive();
        }
    }

    private void SendAgain(byte[] message)
    {
        Errno error = _socket.TrySend(message, wait: false);
        if (error == Errno.EAGAIN)
        {
            return;
        }

        _canSend = error == Errno.None;
        _unsent = null;
        Watch();
        Action? sent = _sent;
        _sent = null;
        sent?.Invoke();
    }

    private void Receive()
    {
        int length = _socket.Receive(_buffer, wait: false);
        if (length > 0)
        {
            _received((MessageKind)_buffer[0], _buffer.AsMemory(1, length - 1));
        }
        else if (length is not (-(int)Errno.EAGAIN or -(int)Errno.ECONNRESET))
        {
            // ECONNRESET says once that the client left with messages unread; what it sent before follows (unix(7)).
            _canReceive = false;
            Watch();
            _received(MessageKind.StdinClosed, ReadOnlyMemory<byte>.Empty);
        }
    }
}
