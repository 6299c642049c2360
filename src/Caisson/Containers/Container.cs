using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Linux.Terminals;
using Caisson.Oci.Runtime;
using Caisson.Processes;
using Caisson.Supervision.Logs;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>A container, running or not. A snapshot: <see cref="State"/> is as it was when the container was looked up.</summary>
public sealed class Container
{
    private const int LargestConfiguration = 16 << 20;
    private static readonly TimeSpan s_monitorTimeout = TimeSpan.FromSeconds(20), s_monitorPatience = TimeSpan.FromSeconds(1);

    private readonly Engine _engine;
    private readonly ContainerRecord _record;
    private readonly Lazy<RuntimeSpec> _configuration;

    private Container(Engine engine, ContainerRecord record, ContainerState state)
    {
        _engine = engine;
        _record = record;
        State = state;
        _configuration = new Lazy<RuntimeSpec>(() =>
            RuntimeSpecJson.Read(FileCalls.ReadFileAt(null, $"{DirectoryPath}/{ContainerFiles.Config}", LargestConfiguration)));
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Id => _record.Id;

    /// <summary>The name.</summary>
    public string Name => _record.Name;

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created => _record.Created;

    /// <summary>The id of the image that it was made from; null for a root file system without image.</summary>
    public string? ImageId => _record.ImageId;

    /// <summary>What was asked for.</summary>
    public ContainerSpec Spec => _record.Spec;

    /// <summary>What has become of it.</summary>
    public ContainerState State { get; }

    /// <summary>The configuration that it runs with.</summary>
    public RuntimeSpec Configuration => _configuration.Value;

    /// <summary>The container's directory.</summary>
    public string DirectoryPath => _engine.Store.PathOf(Id);

    /// <summary>Starts it. The returned session is connected to its output and input.</summary>
    /// <param name="terminalSize">The size that its terminal begins with, if it has one.</param>
    /// <exception cref="EngineException">It runs already.</exception>
    public ContainerSession Start(WindowSize? terminalSize = null)
    {
        if (State.Status == ContainerStatus.Running)
        {
            throw new EngineException($"container {Name} runs already");
        }

        return new ContainerSession(MonitorStart.Start(_engine.Executables, DirectoryPath, Spec.Terminal ? terminalSize : null), Spec.Terminal);
    }

    /// <summary>Starts a program in the running container.</summary>
    /// <exception cref="EngineException">It does not run.</exception>
    public ExecSession Exec(ExecOptions options) => new ContainerExec(_engine.Executables, this).Start(options);

    /// <summary>Sends a signal to its first process.</summary>
    /// <exception cref="EngineException">It does not run.</exception>
    public void Kill(Signal signal)
    {
        using SafeFileHandle process = OpenProcess();
        Errno error = ProcessCalls.TrySignal(process, signal.Number);
        if (error is not (Errno.None or Errno.ESRCH))
        {
            throw new LinuxException($"send {signal} to", Name, error);
        }
    }

    /// <summary>Removes it and everything it wrote.</summary>
    /// <param name="force">Whether to kill it first if it runs.</param>
    /// <exception cref="EngineException">It runs, and <paramref name="force"/> is not set.</exception>
    public void Remove(bool force = false)
    {
        if (State is { Status: ContainerStatus.Running, Monitor: { } monitor })
        {
            if (!force)
            {
                throw new EngineException($"container {Name} is running; stop it first or use --force");
            }

            KillAndWait(monitor);
            if (FileCalls.TryStatus(null, DirectoryPath, out _) != Errno.None)
            {
                // It removed itself (--rm).
                return;
            }
        }

        ContainerRemoval.Remove(DirectoryPath, Name);
    }

    /// <summary>The output so far, record by record in the order of arrival.</summary>
    public IEnumerable<LogLine> ReadLog() => LogReader.Read($"{DirectoryPath}/{ContainerFiles.Log}");

    /// <summary>The first process.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    internal SafeFileHandle OpenProcess() =>
        State.Process?.TryOpen() ?? throw new EngineException($"container {Name} is not running");

    /// <summary>Reads a container; null when it is gone.</summary>
    internal static Container? TryOpen(Engine engine, string id)
    {
        string path = engine.Store.PathOf(id);
        if (FileCalls.TryOpen(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, out SafeFileHandle? directory) != Errno.None)
        {
            return null;
        }

        using (directory)
        {
            try
            {
                ContainerRecord record = ContainerRecord.Read(directory!);
                ContainerState state = ContainerState.Read(directory!);
                return LostMonitor.Repair(path, record.Supervision, state) is { } repaired ? new Container(engine, record, repaired) : null;
            }
            catch (LinuxException e) when (e.Errno == Errno.ENOENT)
            {
                // Removed while it was read.
                return null;
            }
        }
    }

    private void KillAndWait(ProcessIdentity monitor)
    {
        using SafeFileHandle? watched = monitor.TryOpen();
        if (State.Process?.TryOpen() is { } process)
        {
            using (process)
            {
                _ = ProcessCalls.TrySignal(process, Signal.Kill.Number);
            }
        }

        if (watched is null)
        {
            return;
        }

        using var loop = new EventLoop();
        loop.Watch(watched, PollEvents.EPOLLIN, static events => { });
        if (!loop.RunOnce(s_monitorPatience) && !IsFinished() && !loop.RunOnce(s_monitorTimeout) && !IsFinished())
        {
            throw new EngineException($"the monitor of container {Name} did not end within {s_monitorTimeout.TotalSeconds:0} seconds after it was killed");
        }
    }

    // A monitor that only waits for its client to take the rest of the output has let go of the container.
    private bool IsFinished()
    {
        Errno error = FileCalls.TryOpen(null, $"{DirectoryPath}/{ContainerFiles.MonitorLock}", OpenFlags.O_RDWR, out SafeFileHandle? held);
        using (held)
        {
            return error == Errno.ENOENT || (error == Errno.None && FileCalls.TryLock(held!) == Errno.None);
        }
    }
}
