using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Processes;
using Caisson.Linux.Sockets;
using Caisson.Runtime.Setup;
using Caisson.Supervision.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>The connection to a container that was just started. Disposing it leaves the container running.</summary>
public sealed class ContainerSession : IDisposable
{
    private const int EngineError = 125;

    private readonly int _monitor;
    private readonly PacketSocket _socket;
    private readonly bool _terminal;
    private readonly byte[] _buffer = new byte[PacketSocket.LargestMessage];
    private SafeFileHandle? _process;

    internal ContainerSession((int Pid, PacketSocket Socket) monitor, bool terminal)
    {
        (_monitor, _socket) = monitor;
        _terminal = terminal;
    }

    /// <summary>Waits until the program runs.</summary>
    /// <returns>Its pid on the host.</returns>
    /// <exception cref="ContainerStartException">It does not start; the message names the step that failed.</exception>
    public int WaitUntilStarted()
    {
        int length = _socket.Receive(_buffer, wait: true);
        ReadOnlySpan<byte> payload = length > 1 ? _buffer.AsSpan(1, length - 1) : [];
        switch (length > 0 ? (MessageKind)_buffer[0] : 0)
        {
            case MessageKind.Started:
                int pid = Message.ReadNumber(payload);
                _ = ProcessCalls.TryOpen(pid, out _process);
                return pid;
            case MessageKind.Failed:
                throw new ContainerStartException(Message.ReadText(payload), EngineError);
            case MessageKind.StartFailed:
                throw new ContainerStartException(Message.ReadText(payload), Message.ReadNumber(payload));
            default:
                throw new ContainerStartException("the monitor ended before the container started", EngineError);
        }
    }

    /// <summary>Carries streams and signals until the program ended.</summary>
    /// <returns>The program's exit code, 128 + n after signal n, 124 when its time was up.</returns>
    /// <exception cref="EngineException">The monitor was killed.</exception>
    public int Run(AttachStreams streams)
    {
        using var loop = new EventLoop();
        using var input = new InputReader(loop, streams.Input, SendInput);
        using SessionTerminal? terminal = _terminal ? SessionTerminal.Open(loop, streams, size => _socket.TrySend(Message.Resize(size), wait: true)) : null;
        int? exitCode = null;
        bool lost = false;
        loop.Watch(_socket.File, PollEvents.EPOLLIN, events => lost = !Receive(streams, ref exitCode));
        if (streams.Signals is { } signals)
        {
            loop.Watch(signals.File, PollEvents.EPOLLIN, events => Forward(signals));
        }

        while (exitCode is null && !lost)
        {
            loop.RunOnce();
        }

        return exitCode ?? throw new EngineException("the container's monitor was killed; the next command cleans up");
    }

    /// <summary>Waits for the monitor's end after <see cref="Run"/>; then everything of the container is taken down.</summary>
    public void WaitForMonitor() => ProcessCalls.Wait(_monitor);

    /// <inheritdoc />
    public void Dispose()
    {
        _process?.Dispose();
        _socket.Dispose();
    }

    private bool Receive(AttachStreams streams, ref int? exitCode)
    {
        int length = _socket.Receive(_buffer, wait: false);
        if (length <= 0)
        {
            // ECONNRESET says once that the monitor left with messages unread, as the end of an input that nobody wanted; what it sent follows (unix(7)).
            return length is -(int)Errno.EAGAIN or -(int)Errno.ECONNRESET;
        }

        ReadOnlySpan<byte> payload = _buffer.AsSpan(1, length - 1);
        switch ((MessageKind)_buffer[0])
        {
            case MessageKind.Stdout:
                Show(streams.Output, payload, MessageKind.StdoutClosed);
                break;
            case MessageKind.Stderr:
                Show(streams.Error, payload, MessageKind.StderrClosed);
                break;
            case MessageKind.Failed:
                throw new EngineException($"the container's monitor failed: {Message.ReadText(payload)}");
            case MessageKind.Exited:
                exitCode = Message.ReadNumber(payload);
                break;
            default:
                break;
        }

        return true;
    }

    // A reader that is gone ends the program as it would in a pipeline: its next write fails.
    private void Show(SafeFileHandle? target, ReadOnlySpan<byte> output, MessageKind closed)
    {
        if (!SessionOutput.Write(target, output))
        {
            _ = _socket.TrySend([(byte)closed], wait: true);
        }
    }

    private void SendInput(ReadOnlySpan<byte> data)
    {
        Span<byte> message = new byte[1 + data.Length];
        message[0] = (byte)(data.IsEmpty ? MessageKind.StdinClosed : MessageKind.Stdin);
        data.CopyTo(message[1..]);
        _ = _socket.TrySend(message, wait: true);
    }

    private void Forward(SignalReader signals)
    {
        for (int signal = signals.Next(); signal != 0; signal = signals.Next())
        {
            if (_process is not null && signal != ForwardedSignals.WindowChanged)
            {
                _ = ProcessCalls.TrySignal(_process, signal);
            }
        }
    }
}
