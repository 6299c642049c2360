using Caisson.Linux.Capabilities;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Processes;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Seccomp;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>
/// A container from its configuration to its running first process: compiles the plans, makes the cgroup, starts. The one way in for
/// the monitor and for caisson-runtime.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private Sandbox(StartedProcess process, Cgroup? cgroup)
    {
        Process = process;
        Cgroup = cgroup;
    }

    /// <summary>The first process.</summary>
    public StartedProcess Process { get; }

    /// <summary>The container's cgroup; null when the configuration names none.</summary>
    public Cgroup? Cgroup { get; }

    /// <summary>What a start would do, without doing it.</summary>
    public static SetupPlan Plan(SandboxOptions options) => Plan(options, CgroupLayout.Detect());

    /// <summary>Starts a container. On failure nothing is left behind.</summary>
    /// <exception cref="Oci.SpecException">The configuration is wrong or asks for what is not supported.</exception>
    /// <exception cref="CgroupException">A limit cannot be set.</exception>
    /// <exception cref="Linux.LinuxException">Preparing failed.</exception>
    /// <exception cref="ContainerStartException">A step of the first process failed.</exception>
    public static Sandbox Start(SandboxOptions options)
    {
        // Device nodes and mount points get the modes that are asked for, not what the caller's mask leaves of them.
        ProcessCalls.SetUmask(0);
        RuntimeSpec spec = options.Spec;
        CgroupLayout layout = CgroupLayout.Detect();
        SetupPlan plan = Plan(options, layout);
        Cgroup? cgroup = spec.Linux?.CgroupsPath is { } path
            ? Cgroup.Create(layout, path, CgroupPlan.For(spec.Linux.Resources, layout, controlDevices: spec.Linux.UidMappings.Count == 0))
            : null;
        try
        {
            CgroupEntry? entry = cgroup?.Entry;

            // In two stages nothing is cloned into a cgroup: the process enters it by itself.
            using SafeFileHandle? unified = plan.IsTwoStage ? entry?.OpenUnifiedProcesses() : null;
            StartedProcess process = ContainerStarter.Start(plan, new StartOptions
            {
                Streams = options.Streams,
                CgroupEntries = unified is null ? entry?.TaskFiles ?? [] : [.. entry!.TaskFiles, unified],
                CgroupDirectory = entry is { UnifiedRequired: true } && unified is null ? entry.UnifiedDirectory : null,
                Init = options.Init,
                JoinedProcesses = options.JoinedProcesses,
            });
            return new Sandbox(process, cgroup);
        }
        catch
        {
            Discard(cgroup);
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Process.Dispose();
        Cgroup?.Dispose();
    }

    // The failure that is on its way up is the one to report.
    private static void Discard(Cgroup? cgroup)
    {
        using (cgroup)
        {
            try
            {
                cgroup?.Remove();
            }
            catch (Exception e) when (e is CgroupException or Linux.LinuxException)
            {
            }
        }
    }

    private static SetupPlan Plan(SandboxOptions options, CgroupLayout layout)
    {
        LinuxSpec? linux = options.Spec.Linux;
        return SetupPlanner.Plan(options.Spec, new PlanOptions
        {
            Id = options.Id,
            Root = options.Root,
            RootMountPoint = options.RootMountPoint,
            LastCapability = CapabilityNames.ReadLast(),
            Seccomp = linux?.Seccomp is { } seccomp ? SeccompCompiler.Compile(seccomp) : null,
            Cgroups = layout,
            Supervised = options.Supervised,
            CreateWorkingDirectory = options.CreateWorkingDirectory,
            ConnectStreams = options.Streams.Count > 0 || options.Spec.Process?.Terminal == true,
        });
    }
}
