using Caisson.Linux;
using Caisson.Linux.Capabilities;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Processes;
using Caisson.Linux.Programs;
using Caisson.Linux.Terminals;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using Caisson.Runtime.Namespaces;
using Caisson.Runtime.Seccomp;
using Caisson.Runtime.Setup.Steps;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>
/// Starts a process in a running container. It never shares memory with this process: whoever may ptrace inside could read it. caisson-init,
/// which has one thread, joins the namespaces and clones the process as a child of this one.
/// </summary>
public static class ContainerJoin
{
    /// <summary>Starts it.</summary>
    /// <exception cref="ContainerStartException">A step failed.</exception>
    /// <exception cref="LinuxException">The container ended meanwhile.</exception>
    public static StartedProcess Start(JoinOptions options)
    {
        SupportedSpec.CheckProcess(options.Process);
        LinuxSpec linux = options.Spec.Linux ?? new LinuxSpec();
        CgroupLayout layout = CgroupLayout.Detect();
        using Cgroup? cgroup = linux.CgroupsPath is { } path ? Cgroup.Open(layout, path) : null;
        using SafeFileHandle? unified = cgroup?.Entry.OpenUnifiedProcesses();
        using var sandbox = new PreparedSandbox
        {
            Root = FileCalls.Open(null, $"/proc/{options.TargetPid}/root", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY),
            CgroupEntries = unified is null ? cgroup?.Entry.TaskFiles ?? [] : [.. cgroup!.Entry.TaskFiles, unified],
        };
        IReadOnlyList<SetupStep> steps = Plan(options, linux, cgroup);
        ContainerStarter.OpenNamespaces(steps, sandbox, [options.Target]);
        try
        {
            sandbox.Terminal = options.Process.Terminal ? OpenTerminal(sandbox.Root, IdMaps.ToHost(linux.UidMappings, options.Process.User.Uid) ?? 0) : null;
            sandbox.Terminal?.SetSize(options.Process.ConsoleSize);
            sandbox.Streams = sandbox.Terminal is { } terminal ? [terminal.Slave, terminal.Slave, terminal.Slave] : options.Streams;
            return ContainerStarter.Start(steps, CloneFlags.None, sandbox, new StartOptions { Init = options.Init }, plan: null);
        }
        catch
        {
            sandbox.Terminal?.Dispose();
            throw;
        }
    }

    /// <summary>What the process does, as data.</summary>
    internal static IReadOnlyList<SetupStep> Plan(JoinOptions options, LinuxSpec linux, Cgroup? cgroup)
    {
        var steps = new List<SetupStep> { new ProtectMemory() };
        if (cgroup is not null)
        {
            steps.Add(new EnterCgroups(cgroup.Path));
        }

        // The user namespace first: it gives the rights to join the others. The mount namespace last: paths lead elsewhere then.
        foreach (string type in (ReadOnlySpan<string>)["user", "pid", "ipc", "uts", "network", "cgroup", "mount"])
        {
            if (linux.Namespaces.Any(n => n.Type == type))
            {
                steps.Add(new JoinNamespace(type, $"/proc/{options.TargetPid}/ns/{NamespaceKinds.FileName(type)}"));
            }
        }

        if (linux.UidMappings.Count > 0)
        {
            steps.Add(new BecomeRoot());
        }

        ProcessSpec process = options.Process;
        steps.Add(new Fork(CloneFlags.None));
        steps.Add(new NewSession());
        if (process.Terminal)
        {
            steps.Add(new TakeTerminal());
        }

        steps.Add(new OpenRoot());
        SeccompFilter? filter = options.FilterSystemCalls && linux.Seccomp is { } seccomp ? SeccompCompiler.Compile(seccomp) : null;
        ProcessPlanner.AddCredentials(steps, process, filter, CapabilityNames.ReadLast(), setGroups: true);
        steps.Add(new UnblockSignals());
        steps.Add(Execute.Of(process.Args, process.Env));
        return steps;
    }

    private static PseudoTerminal OpenTerminal(SafeFileHandle root, uint owner)
    {
        const long DEVPTS_SUPER_MAGIC = 0x1cd1;
        using SafeFileHandle devpts = FileCalls.OpenResolved(
            root, "dev/pts", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, LoweringContext.InContainer);
        if (MountCalls.FileSystemType(devpts) != DEVPTS_SUPER_MAGIC)
        {
            throw new LinuxException("open a terminal in", "/dev/pts of the container, which is no devpts", Errno.ENODEV);
        }

        PseudoTerminal terminal = PseudoTerminal.Create(devpts);
        _ = FileCalls.TryChangeOwner(terminal.Slave, "", owner, uint.MaxValue);
        return terminal;
    }
}
