using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Terminals;
using Caisson.Runtime.Setup;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>A program that was started in a container; a child of this process.</summary>
public sealed class ExecSession : IDisposable
{
    private readonly StartedProcess _process;
    private readonly AttachStreams _caller;
    private readonly ExecStreams? _streams;

    internal ExecSession(StartedProcess process, AttachStreams caller, ExecStreams? streams)
    {
        _process = process;
        _caller = caller;
        _streams = streams;
    }

    /// <summary>The program's pid on the host.</summary>
    public int Pid => _process.Pid;

    /// <summary>Passes signals, input and output until the program ended.</summary>
    /// <returns>Its exit code, or 128 + n after signal n.</returns>
    /// <exception cref="LinuxException">The program's output could not be written; a reader that is gone is no error.</exception>
    public int Run()
    {
        using var loop = new EventLoop();
        bool ended = false;
        loop.Watch(_process.PidFd, PollEvents.EPOLLIN, events => ended = true);
        if (_caller.Signals is { } signals)
        {
            loop.Watch(signals.File, PollEvents.EPOLLIN, events => Forward(signals));
        }

        if (_process.Terminal is { } terminal)
        {
            RunTerminal(loop, terminal, ref ended);
        }
        else
        {
            _streams!.Connect(loop);
            Wait(loop, ref ended);
            _streams.Drain();
        }

        int code = ProcessCalls.Wait(_process.Pid).Code;
        return _streams?.Failure is { } failure ? throw failure : code;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _streams?.Dispose();
        _process.Dispose();
    }

    private void RunTerminal(EventLoop loop, PseudoTerminal terminal, ref bool ended)
    {
        terminal.Slave.Dispose();
        StreamCalls.SetNonBlocking(terminal.Master);
        // A descriptor of its own: the loop waits for both directions.
        using SafeFileHandle keyboard = StreamCalls.Duplicate(terminal.Master);
        using StreamRelay? input = _caller.Input is { } source ? new StreamRelay(loop, source, keyboard, static error => { }) : null;
        using var output = new StreamRelay(loop, terminal.Master, _caller.Output, OutputEnded);
        using (SessionTerminal.Open(loop, _caller, size => TerminalCalls.TrySetSize(terminal.Master, size)))
        {
            Wait(loop, ref ended);
            output.Drain();
        }

        void OutputEnded(Errno error)
        {
            if (error != Errno.None)
            {
                // Nobody looks at the terminal any more: it hangs up, and the program gets SIGHUP.
                input?.Dispose();
                keyboard.Dispose();
                terminal.Master.Dispose();
            }
        }
    }

    private static void Wait(EventLoop loop, ref bool ended)
    {
        while (!ended)
        {
            loop.RunOnce();
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
