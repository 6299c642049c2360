using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Seccomp;
using Caisson.Runtime.Setup;
using Caisson.Runtime.Tests.Cgroups;

namespace Caisson.Runtime.Tests.Setup;

/// <summary>Specifications to plan, and plans of them.</summary>
internal static class Planning
{
    private const int LastCapability = 40;

    /// <summary>The least that can be planned.</summary>
    internal static RuntimeSpec Least { get; } = new()
    {
        Process = new ProcessSpec { Args = ["/bin/true"] },
        Root = new RootSpec("rootfs"),
        Linux = new LinuxSpec { Namespaces = [new("mount"), new("pid"), new("uts"), new("ipc"), new("network")] },
    };

    internal static PlanOptions Options { get; } = new()
    {
        Id = "box",
        Root = new RootSource.Directory("/bundle/rootfs"),
        RootMountPoint = "/bundle/rootfs",
        LastCapability = LastCapability,
        Cgroups = Layouts.Legacy,
    };

    internal static SetupPlan Plan(RuntimeSpec spec, PlanOptions? options = null) =>
        SetupPlanner.Plan(spec, (options ?? Options) with { Seccomp = spec.Linux?.Seccomp is { } seccomp ? SeccompCompiler.Compile(seccomp) : null });

    internal static RuntimeSpec WithLinux(Func<LinuxSpec, LinuxSpec> change) => Least with { Linux = change(Least.Linux!) };

    internal static RuntimeSpec WithProcess(Func<ProcessSpec, ProcessSpec> change) => Least with { Process = change(Least.Process!) };

    internal static List<string> Steps(SetupPlan plan) => [.. plan.Steps.Select(step => step.ToString())];

    internal static int Index<T>(SetupPlan plan)
        where T : SetupStep => Index<T>(plan.Steps);

    internal static int Index<T>(IReadOnlyList<SetupStep> steps)
        where T : SetupStep
    {
        SetupStep step = Assert.Single(steps, s => s is T);
        return steps.ToList().IndexOf(step);
    }
}
