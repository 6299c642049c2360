using System.Globalization;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Devices;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Setup.Steps;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>Carries a <see cref="SetupPlan"/> out: prepares, clones, and waits until the program runs or a step failed.</summary>
public static class ContainerStarter
{
    /// <summary>Starts a container's first process. On failure nothing is left: no mount, no process.</summary>
    /// <exception cref="ContainerStartException">A step of the first process failed.</exception>
    /// <exception cref="LinuxException">Preparing failed.</exception>
    public static StartedProcess Start(SetupPlan plan, StartOptions options)
    {
        using var maps = new MappedNamespaces();
        IdMap? map = plan.UidMappings.Count > 0 ? new IdMap(plan.UidMappings, plan.GidMappings, maps) : null;
        using var sandbox = new PreparedSandbox
        {
            Root = RootMount.Open(plan.Root, map),
            CgroupEntries = options.CgroupEntries,
            Supervisor = options.Init,
        };
        try
        {
            SandboxPreparer.Prepare(plan, sandbox, maps);
            OpenNamespaces(plan.Steps, sandbox, options.JoinedProcesses);
            sandbox.Streams = sandbox.Terminal is { } terminal ? [terminal.Slave, terminal.Slave, terminal.Slave] : options.Streams;
            return Start(plan.Steps, plan.Namespaces, sandbox, options, plan);
        }
        catch
        {
            sandbox.Terminal?.Dispose();
            throw;
        }
    }

    internal static StartedProcess Start(
        IReadOnlyList<SetupStep> steps, CloneFlags namespaces, PreparedSandbox sandbox, StartOptions options, SetupPlan? plan)
    {
        bool twoStages = steps.Any(s => s is Fork);
        using var program = new SyscallProgram(shared: twoStages);
        using Pipe running = Pipe.Create();
        var context = new LoweringContext(program, sandbox);
        foreach (SetupStep step in steps)
        {
            program.Step(step);
            step.Lower(context);
        }

        // Held open by the child until its execve or its end: reading the end of the pipe is the event that it runs.
        program.Hold(running.Write);
        (int pid, SafeFileHandle pidFd) = twoStages
            ? CloneByHelper(program, context, sandbox, options)
            : CloneStub.Clone(
                program, namespaces | (plan is { UidMappings.Count: > 0 } ? CloneFlags.None : CloneFlags.CLONE_VFORK), options.CgroupDirectory);
        try
        {
            if (plan is { UidMappings.Count: > 0 })
            {
                IdMaps.Write(pid, plan.UidMappings, plan.GidMappings);
                sandbox.MappingsWritten!.Read.Dispose();
                _ = StreamCalls.Write(sandbox.MappingsWritten.Write, "1"u8);
            }

            running.Write.Dispose();
            Span<byte> nothing = stackalloc byte[1];
            _ = StreamCalls.Read(running.Read, nothing);
            ThrowOnFailure(program, context, steps);
            ThrowOnSupervisorFailure(sandbox, steps);
            return new StartedProcess(pid, pidFd, sandbox.Terminal);
        }
        catch
        {
            const int SIGKILL = 9;
            _ = ProcessCalls.TrySignal(pidFd, SIGKILL);
            _ = ProcessCalls.Wait(pid);
            pidFd.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Inherited(int number) => new(number, ownsHandle: false);

    /// <summary>Opens the namespaces that will be joined. They are those of the processes that were meant only if these still live.</summary>
    internal static void OpenNamespaces(IReadOnlyList<SetupStep> steps, PreparedSandbox sandbox, IReadOnlyList<SafeFileHandle> owners)
    {
        foreach (JoinNamespace join in steps.OfType<JoinNamespace>())
        {
            _ = sandbox.Namespace(join.Path);
        }

        foreach (SafeFileHandle owner in owners)
        {
            if (ProcessCalls.TrySignal(owner, signal: 0) is not Errno.None and var error)
            {
                throw new LinuxException("join", "the container, which has ended", error);
            }
        }
    }

    private static (int Pid, SafeFileHandle PidFd) CloneByHelper(
        SyscallProgram program, LoweringContext context, PreparedSandbox sandbox, StartOptions options)
    {
        // Without streams of its own the program inherits ours, through the helper.
        IReadOnlyList<SafeFileHandle> streams = sandbox.Streams.Count > 0 ? sandbox.Streams : [Inherited(0), Inherited(1), Inherited(2)];
        int helper = new Spawn
        {
            Executable = options.Init ?? throw new ContainerStartException("joining a pid namespace needs caisson-init", ContainerStartException.EngineError),
            Arguments = ["caisson-init", "walk", program.Address.ToString("x", CultureInfo.InvariantCulture), program.MemoryNumber.ToString(CultureInfo.InvariantCulture)],
            Descriptors = [.. streams, .. program.PassedDescriptors],
        }.Start();
        ExitStatus exit = ProcessCalls.Wait(helper);
        if (exit.Code != 0)
        {
            ThrowOnFailure(program, context, []);
        }

        int pid = (int)(context.ForkedPid?.Value ?? 0);
        if (exit.Code != 0 || pid == 0)
        {
            throw new ContainerStartException($"caisson-init: ended with status {exit.Code} before it started the process", ContainerStartException.EngineError);
        }

        Errno error = ProcessCalls.TryOpen(pid, out SafeFileHandle? pidFd);
        return error == Errno.None ? (pid, pidFd!) : throw new LinuxException("pidfd_open", $"process {pid}", error);
    }

    private static void ThrowOnFailure(SyscallProgram program, LoweringContext context, IReadOnlyList<SetupStep> steps)
    {
        if (program.Failure is not { } failure)
        {
            return;
        }

        if (steps.Count == 0 || steps[^1] is not Execute execute || failure.Step != execute.ToString())
        {
            throw ContainerStartException.SetupFailed(failure.Step, failure.Errno);
        }

        // A candidate that is there but may not be executed tells more than the last one that is missing (execvp(3)).
        bool denied = context.ExecuteResults.Any(r => r.Value == -(int)Errno.EACCES);
        throw ContainerStartException.ProgramFailed(execute.Arguments[0], denied ? Errno.EACCES : failure.Errno);
    }

    private static void ThrowOnSupervisorFailure(PreparedSandbox sandbox, IReadOnlyList<SetupStep> steps)
    {
        if (sandbox.SupervisorStatus is not { } status)
        {
            return;
        }

        status.Write.Dispose();
        Span<byte> errno = stackalloc byte[sizeof(int)];
        if (StreamCalls.Read(status.Read, errno) == sizeof(int))
        {
            var supervisor = (ExecuteSupervisor)steps[^1];
            throw ContainerStartException.ProgramFailed(supervisor.Arguments[0], (Errno)BitConverter.ToInt32(errno));
        }
    }
}
