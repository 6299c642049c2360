using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Processes;
using Caisson.Linux.Sockets;
using Caisson.Linux.Terminals;
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
    private readonly Queue<byte[]> _unsent = [];
    private SafeFileHandle? _process;
    private LinuxException? _outputFailure;

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
    /// <exception cref="LinuxException">The program's output could not be written; a reader that is gone is no error.</exception>
    public int Run(AttachStreams streams)
    {
        using var loop = new EventLoop();
        int? exitCode = null;
        bool lost = false;
        InputReader? input = null;
        OutputWriter? output = null, errors = null;
        output = new OutputWriter(loop, streams.Output, Listen, error => OutputFailed(MessageKind.StdoutClosed, "standard output", error));
        errors = new OutputWriter(loop, streams.Error, Listen, error => OutputFailed(MessageKind.StderrClosed, "standard error", error));
        loop.Watch(_socket.File, PollEvents.EPOLLIN, OnReady);
        using SessionTerminal? terminal = _terminal ? SessionTerminal.Open(loop, streams, Resize) : null;
        if (streams.Signals is { } signals)
        {
            loop.Watch(signals.File, PollEvents.EPOLLIN, events => Forward(signals));
        }

        using (input = new InputReader(loop, streams.Input, SendInput))
        {
            while (exitCode is null && !lost)
            {
                loop.RunOnce();
            }
        }

        return _outputFailure is { } failure ? throw failure
            : exitCode ?? throw new EngineException("the container's monitor was killed; the next command cleans up");

        void OnReady(PollEvents events)
        {
            if (events.HasFlag(PollEvents.EPOLLOUT) && SendWaiting())
            {
                Listen();
                input?.Resume();
            }

            if ((events & ~PollEvents.EPOLLOUT) != PollEvents.None && !IsFull())
            {
                lost = !Receive(output!, errors!, ref exitCode);
                Listen();
            }
        }

        // Output that its reader does not take yet stays in the socket, and in the end in the program's pipe.
        void Listen()
        {
            PollEvents events = (IsFull() ? PollEvents.None : PollEvents.EPOLLIN)
                | (_unsent.Count > 0 ? PollEvents.EPOLLOUT : PollEvents.None);
            if (events == PollEvents.None)
            {
                // A hang-up would still be reported, again and again.
                loop.Forget(_socket.File);
            }
            else if (loop.Watches(_socket.File))
            {
                loop.Change(_socket.File, events);
            }
            else
            {
                loop.Watch(_socket.File, events, OnReady);
            }
        }

        bool IsFull() => output is { IsFull: true } || errors is { IsFull: true };

        void Resize(WindowSize size)
        {
            Send(Message.Resize(size));
            Listen();
        }

        bool SendInput(ReadOnlySpan<byte> data)
        {
            bool sent = Send([(byte)(data.IsEmpty ? MessageKind.StdinClosed : MessageKind.Stdin), .. data]);
            if (!sent)
            {
                Listen();
            }

            return sent;
        }
    }

    /// <summary>Waits for the monitor's end after <see cref="Run"/>; then everything of the container is taken down.</summary>
    public void WaitForMonitor() => ProcessCalls.Wait(_monitor);

    /// <inheritdoc />
    public void Dispose()
    {
        _process?.Dispose();
        _socket.Dispose();
    }

    private bool Receive(OutputWriter output, OutputWriter errors, ref int? exitCode)
    {
        int length = _socket.Receive(_buffer, wait: false);
        if (length <= 0)
        {
            return length == -(int)Errno.EAGAIN;
        }

        ReadOnlySpan<byte> payload = _buffer.AsSpan(1, length - 1);
        switch ((MessageKind)_buffer[0])
        {
            case MessageKind.Stdout:
                output.Write(payload);
                break;
            case MessageKind.Stderr:
                errors.Write(payload);
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

    // The program sees a broken pipe, as it would without an engine between.
    private void OutputFailed(MessageKind stream, string name, Errno error)
    {
        _outputFailure ??= error == Errno.EPIPE ? null : new LinuxException("write to", name, error);
        Send([(byte)stream]);
    }

    // Never waits: the monitor may be waiting for us. What does not fit is kept; input is read only when nothing is.
    private bool Send(byte[] message)
    {
        if (_unsent.Count == 0 && _socket.TrySend(message, wait: false) != Errno.EAGAIN)
        {
            return true;
        }

        _unsent.Enqueue(message);
        return false;
    }

    // Returns whether nothing is left.
    private bool SendWaiting()
    {
        while (_unsent.TryPeek(out byte[]? message))
        {
            if (_socket.TrySend(message, wait: false) == Errno.EAGAIN)
            {
                return false;
            }

            _unsent.Dequeue();
        }

        return true;
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
