using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Setup;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Lifecycle;

/// <summary>Runs a bundle as a child in the foreground: forwards signals, waits, and leaves nothing behind.</summary>
public static class ForegroundRun
{
    private static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs a container until it ended.</summary>
    /// <param name="bundle">What to run.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="stateDirectory">Where running containers are known; made if missing.</param>
    /// <returns>The program's exit code, or 128 + n when signal n ended it.</returns>
    public static int Run(Bundle bundle, string id, string stateDirectory)
    {
        // Blocked before anything else, so that no signal is lost between the start and the first wait.
        using var signals = SignalReader.Block(ForwardedSignals.All);
        using ContainerClaim claim = ContainerClaim.Take(stateDirectory, id);
        using SafeFileHandle? init = OpenInitIfNeeded(bundle.Spec);
        using var sandbox = Sandbox.Start(new SandboxOptions
        {
            Id = id,
            Spec = WithCgroup(bundle.Spec, id),
            Root = bundle.Root,
            RootMountPoint = bundle.RootPath,
            Init = init,
        });
        try
        {
            claim.WriteState(sandbox.Process.Pid, bundle.Path);
            return Wait(sandbox.Process, signals).Code;
        }
        catch
        {
            const int SIGKILL = 9;
            _ = ProcessCalls.TrySignal(sandbox.Process.PidFd, SIGKILL);
            throw;
        }
        finally
        {
            sandbox.Cgroup?.Kill(s_killTimeout);
            sandbox.Cgroup?.Remove(s_killTimeout);
        }
    }

    // A configuration need not name a cgroup; the runtime then chooses one (config-linux.md#cgroups-path).
    internal static RuntimeSpec WithCgroup(RuntimeSpec spec, string id) => string.IsNullOrEmpty(spec.Linux?.CgroupsPath)
        ? spec with { Linux = (spec.Linux ?? new LinuxSpec()) with { CgroupsPath = $"/caisson-runtime/{id}" } }
        : spec;

    // Joining namespaces may take two stages, the first of which is caisson-init. It is installed beside this program, whose path SelfSealing passes on.
    private static SafeFileHandle? OpenInitIfNeeded(RuntimeSpec spec) => spec.Linux?.Namespaces.Any(n => n.Path is not null) == true
        ? SealedExecutable.Open(Path.Combine(Path.GetDirectoryName(Environment.GetCommandLineArgs()[0]) ?? "/", "caisson-init"))
        : null;

    private static ExitStatus Wait(StartedProcess process, SignalReader signals)
    {
        bool ended = false;
        using var loop = new EventLoop();
        loop.Watch(process.PidFd, PollEvents.EPOLLIN, _ => ended = true);
        loop.Watch(signals.File, PollEvents.EPOLLIN, ready =>
        {
            for (int signal = signals.Next(); signal != 0; signal = signals.Next())
            {
                _ = ProcessCalls.TrySignal(process.PidFd, signal);
            }
        });
        while (!ended)
        {
            loop.RunOnce();
        }

        return ProcessCalls.Wait(process.Pid);
    }
}
