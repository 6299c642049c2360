using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Terminals;
using Caisson.Runtime.Setup;

namespace Caisson.Containers;

/// <summary>A program that was started in a container; a child of this process.</summary>
public sealed class ExecSession : IDisposable
{
    private readonly StartedProcess _process;
    private readonly AttachStreams _streams;

    internal ExecSession(StartedProcess process, AttachStreams streams)
    {
        _process = process;
        _streams = streams;
    }

    /// <summary>The program's pid on the host.</summary>
    public int Pid => _process.Pid;

    /// <summary>Passes signals, and with a terminal input and output, until the program ended.</summary>
    /// <returns>Its exit code, or 128 + n after signal n.</returns>
    public int Run()
    {
        using var loop = new EventLoop();
        bool ended = false;
        loop.Watch(_process.PidFd, PollEvents.EPOLLIN, events => ended = true);
        if (_streams.Signals is { } signals)
        {
            loop.Watch(signals.File, PollEvents.EPOLLIN, events => Forward(signals));
        }

        if (_process.Terminal is { } terminal)
        {
            RunTerminal(loop, terminal, ref ended);
        }

        while (!ended)
        {
            loop.RunOnce();
        }

        return ProcessCalls.Wait(_process.Pid).Code;
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();

    private void RunTerminal(EventLoop loop, PseudoTerminal terminal, ref bool ended)
    {
        terminal.Slave.Dispose();
        StreamCalls.SetNonBlocking(terminal.Master);
        var chunk = new byte[32 * 1024];
        using var input = new InputReader(loop, _streams.Input, data => SessionOutput.Write(terminal.Master, data));
        using SessionTerminal? own = SessionTerminal.Open(loop, _streams, size => TerminalCalls.TrySetSize(terminal.Master, size));
        loop.Watch(terminal.Master, PollEvents.EPOLLIN, events =>
        {
            if (!Copy())
            {
                loop.Forget(terminal.Master);
            }
        });
        while (!ended)
        {
            loop.RunOnce();
        }

        while (Copy())
        {
        }

        // False at the end (EIO once the last slave is closed) and when nothing is there.
        bool Copy()
        {
            int length = StreamCalls.Read(terminal.Master, chunk);
            SessionOutput.Write(_streams.Output, chunk.AsSpan(0, Math.Max(length, 0)));
            return length > 0;
        }
    }

    private void Forward(SignalReader signals)
    {
        for (int signal = signals.Next(); signal != 0; signal = signals.Next())
        {
            if (signal != ForwardedSignals.WindowChanged)
            {
                _ = ProcessCalls.TrySignal(_process.PidFd, signal);
            }
        }
    }
}
