using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Sockets;
using Caisson.Linux.Terminals;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Setup;
using Caisson.Supervision.Logs;
using Caisson.Supervision.Protocol;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Monitors;

/// <summary>
/// Runs one container: starts it, carries its streams, waits for its end, records how it ended and takes everything down. One thread, one
/// event loop; everything it knows is in the container's directory, so that a monitor that is killed can be made good.
/// </summary>
public sealed class ContainerMonitor
{
    private const int LargestConfiguration = 16 << 20;
    private static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly SafeFileHandle _directory;
    private readonly SafeFileHandle _init;
    private readonly TimeProvider _time;
    private readonly EventLoop _loop = new();
    private readonly ClientLink _client;
    private InputFeed? _input;
    private OutputPump? _output, _error;
    private SafeFileHandle? _terminal;
    private WindowSize? _firstSize;
    private SafeFileHandle? _held;

    /// <summary>Prepares to run a container.</summary>
    /// <param name="path">The container's directory.</param>
    /// <param name="client">Whoever started the monitor.</param>
    /// <param name="init">The sealed executable of caisson-init.</param>
    /// <param name="time">The clock for the log and the state.</param>
    public ContainerMonitor(string path, PacketSocket client, SafeFileHandle init, TimeProvider time)
    {
        _path = path;
        _directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        _init = init;
        _time = time;
        _client = new ClientLink(_loop, client, OnMessage);
    }

    /// <summary>Runs it from start to end.</summary>
    public void Run()
    {
        // Held until everything about the container is on disk: who can take it knows that no monitor will change anything.
        using SafeFileHandle held = _held = FileCalls.Open(_directory, ContainerFiles.MonitorLock, OpenFlags.O_RDWR | OpenFlags.O_CREAT, mode: 0x180);
        if (FileCalls.TryLock(held) != Errno.None)
        {
            _client.Send(Message.StartFailed(EngineError, "the container has a monitor already"));
            return;
        }

        var spec = SupervisionSpec.Read(_directory);
        RuntimeSpec configuration = RuntimeSpecJson.Read(FileCalls.ReadFileAt(_directory, ContainerFiles.Config, LargestConfiguration));
        ProcessSpec process = configuration.Process ?? throw new SpecException("process", "required");
        using ContainerStreams? streams = process.Terminal ? null : MakeStreams(spec, configuration);
        if (process.Terminal)
        {
            configuration = configuration with { Process = process with { ConsoleSize = ReceiveFirstSize() ?? process.ConsoleSize } };
        }

        Sandbox sandbox;
        var joined = new List<SafeFileHandle>();
        try
        {
            joined.AddRange(spec.JoinedProcesses.Select(OpenJoined));
            sandbox = Sandbox.Start(new SandboxOptions
            {
                Id = spec.Id,
                Spec = configuration,
                Root = spec.Root(_path),
                RootMountPoint = $"{_path}/{ContainerFiles.Rootfs}",
                Streams = streams?.Inside ?? [],
                JoinedProcesses = joined,
                Init = _init,
                Supervised = spec.Init,
                CreateWorkingDirectory = true,
            });
        }
        catch (Exception e) when (e is LinuxException or SpecException or CgroupException or ContainerStartException or ArgumentException)
        {
            Fail(spec, e.Message, (e as ContainerStartException)?.ExitCode ?? EngineError);
            return;
        }
        finally
        {
            joined.ForEach(process => process.Dispose());
        }

        using (sandbox)
        {
            try
            {
                Supervise(spec, sandbox, streams);
            }
            catch
            {
                // Nothing may go on running that nobody supervises.
                EndNow(sandbox);
                throw;
            }
        }
    }

    // A client with a terminal says its size before it starts the monitor: the message is there already.
    private ConsoleSize? ReceiveFirstSize()
    {
        _loop.RunOnce(TimeSpan.Zero);
        return _firstSize is { } size ? new ConsoleSize(size.Rows, size.Columns) : null;
    }

    private static SafeFileHandle OpenJoined(ProcessIdentity process) =>
        process.TryOpen() ?? throw new LinuxException("join", "another container, which has ended", Errno.ESRCH);

    private void Supervise(SupervisionSpec spec, Sandbox sandbox, ContainerStreams? streams)
    {
        ContainerState running = new()
        {
            Status = ContainerStatus.Running,
            Process = ProcessIdentity.Of(sandbox.Process.Pid),
            Monitor = ProcessIdentity.Of(Environment.ProcessId),
            Started = _time.GetUtcNow(),
        };
        running.Write(_directory);
        ContainerState.Reserve(_directory);
        _client.Send(Message.Number(MessageKind.Started, sandbox.Process.Pid));

        using OutputLog? log = spec.Log ? new OutputLog(_directory, ContainerFiles.Log, _time) : null;
        List<OutputPump> pumps = Connect(spec, sandbox, streams, log);
        bool timedOut = WaitForEnd(spec, sandbox);
        ExitStatus exit = ProcessCalls.Wait(sandbox.Process.Pid);
        bool oomKilled = TakeDown(sandbox.Cgroup);

        // Whatever was written before the end is in the pipes by now. A process elsewhere that keeps a pipe open is not waited for.
        byte[][] rest = [.. pumps.SelectMany(p => p.TakeRest())];
        _input?.Dispose();
        const int TimedOutCode = 124;
        int code = timedOut ? TimedOutCode : exit.Code;
        ContainerState ended = running with
        {
            Status = ContainerStatus.Exited,
            Process = null,
            Monitor = null,
            Finished = _time.GetUtcNow(),
            ExitCode = code,
            TimedOut = timedOut,
            OomKilled = oomKilled,
            Error = log is { Failure: not Errno.None } ? $"write {ContainerFiles.Log}: {log.Failure.Describe()}; output is missing from the log" : "",
        };

        // A client that does not read holds up nobody but itself: everything else is over before this process waits for it.
        Finish(spec, ended);
        _client.Flush();
        foreach (byte[] message in rest)
        {
            _client.Send(message);
        }

        _client.Send(Message.Number(MessageKind.Exited, code));
    }

    private List<OutputPump> Connect(SupervisionSpec spec, Sandbox sandbox, ContainerStreams? streams, OutputLog? log)
    {
        if (sandbox.Process.Terminal is { } terminal)
        {
            terminal.Slave.Dispose();
            _terminal = terminal.Master;
            StreamCalls.SetNonBlocking(terminal.Master);
            if (spec.OpenStdin)
            {
                _input = new InputFeed(_loop, StreamCalls.Duplicate(terminal.Master), closesTarget: false);
            }

            _output = new OutputPump(_loop, terminal.Master, OutputStream.Stdout, log, _client);
            return [_output];
        }

        streams!.CloseInside();
        _input = streams.Input is { } input ? new InputFeed(_loop, input, closesTarget: true) : null;
        _output = new OutputPump(_loop, streams.Output, OutputStream.Stdout, log, _client);
        _error = new OutputPump(_loop, streams.Error, OutputStream.Stderr, log, _client);
        return [_output, _error];
    }

    // Returns whether the time was up first.
    private bool WaitForEnd(SupervisionSpec spec, Sandbox sandbox)
    {
        bool ended = false, timedOut = false;
        _loop.Watch(sandbox.Process.PidFd, PollEvents.EPOLLIN, events => ended = true);
        long begun = _time.GetTimestamp();
        while (!ended)
        {
            TimeSpan? left = spec.Timeout is { } limit && !timedOut ? limit - _time.GetElapsedTime(begun) : null;
            if (left <= TimeSpan.Zero)
            {
                const int SIGKILL = 9;
                timedOut = true;
                _ = ProcessCalls.TrySignal(sandbox.Process.PidFd, SIGKILL);
                continue;
            }

            _loop.RunOnce(left);
        }

        _loop.Forget(sandbox.Process.PidFd);
        return timedOut;
    }

    private static bool TakeDown(Cgroup? cgroup)
    {
        if (cgroup is null)
        {
            return false;
        }

        bool oomKilled = cgroup.ReadUsage().OutOfMemoryKills > 0;
        cgroup.Kill(s_killTimeout);
        cgroup.Remove(s_killTimeout);
        return oomKilled;
    }

    // What remains of the cgroup is removed by the next command (LostMonitor).
    private static void EndNow(Sandbox sandbox)
    {
        const int SIGKILL = 9;
        _ = ProcessCalls.TrySignal(sandbox.Process.PidFd, SIGKILL);
        try
        {
            sandbox.Cgroup?.Kill(s_killTimeout);
            sandbox.Cgroup?.Remove(s_killTimeout);
        }
        catch (Exception e) when (e is LinuxException or CgroupException)
        {
            // The first failure is the one to report.
        }
    }

    private void Fail(SupervisionSpec spec, string reason, int exitCode)
    {
        Finish(spec, new ContainerState
        {
            Status = ContainerStatus.Created,
            ExitCode = exitCode,
            Error = reason,
        });
        _client.Send(Message.StartFailed(exitCode, reason));
    }

    private void Finish(SupervisionSpec spec, ContainerState state)
    {
        if (spec.Remove)
        {
            ContainerRemoval.Remove(_path, spec.Name);
        }
        else
        {
            state.Write(_directory);
        }

        _held?.Dispose();
    }

    private void OnMessage(MessageKind kind, ReadOnlyMemory<byte> payload)
    {
        switch (kind)
        {
            case MessageKind.Stdin when _input is not null:
                if (!_input.Write(payload.Span, () => _client.Listen(true)))
                {
                    _client.Listen(false);
                }

                break;
            case MessageKind.StdinClosed:
                _input?.Close();
                break;
            case MessageKind.StdoutClosed:
                HangUp();
                _output?.Close();
                break;
            case MessageKind.StderrClosed:
                _error?.Close();
                break;
            case MessageKind.Resize when Message.ReadSize(payload.Span) is { } size:
                _firstSize ??= size;
                _ = _terminal is null ? Errno.None : TerminalCalls.TrySetSize(_terminal, size);
                break;
            default:
                break;
        }
    }

    // A terminal is gone with the last descriptor of its master: the program gets SIGHUP.
    private void HangUp()
    {
        if (_terminal is not null)
        {
            _input?.Dispose();
            _input = null;
            _terminal = null;
        }
    }

    private static ContainerStreams MakeStreams(SupervisionSpec spec, RuntimeSpec configuration)
    {
        UserSpec user = configuration.Process!.User;
        LinuxSpec linux = configuration.Linux ?? new LinuxSpec();
        return new ContainerStreams(
            spec.OpenStdin, IdMaps.ToHost(linux.UidMappings, user.Uid) ?? user.Uid, IdMaps.ToHost(linux.GidMappings, user.Gid) ?? user.Gid);
    }

    private const int EngineError = 125;
}
