using Caisson.Linux.ExtendedBpf;
using Caisson.Linux.Cgroups;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>What to write into a container's cgroup, in order. Pure data: made without looking at any cgroup.</summary>
public sealed record CgroupPlan
{
    /// <summary>No limits at all, and every device allowed.</summary>
    public static CgroupPlan Empty { get; } = new();

    /// <summary>The values, in the order of writing.</summary>
    public IReadOnlyList<CgroupWrite> Writes { get; init; } = [];

    /// <summary>The device filter to attach on cgroup version 2; null when every access is allowed or version 1 files do it.</summary>
    public IReadOnlyList<BpfInstruction>? DeviceFilter { get; init; }

    /// <summary>Settings that have no effect on any present kernel, one line each; for the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The container must be in its cgroup of the unified hierarchy for a limit to work. Always so on version 2; in the hybrid layout
    /// only when a controller lives there.
    /// </summary>
    public bool NeedsUnified { get; init; }

    /// <summary>memory.checkBeforeUpdate on version 2: refuse when more bytes than this are in use. Null does not check.</summary>
    public long? HighestMemoryUsage { get; init; }

    /// <summary>Compiles the limits of a new container.</summary>
    /// <param name="resources">Limits; null has none, but devices are still restricted to the default ones.</param>
    /// <param name="layout">The cgroups of the machine.</param>
    /// <param name="controlDevices">
    /// False leaves device access alone: in a user namespace, where device nodes cannot be made and device filters not loaded.
    /// </param>
    /// <exception cref="CgroupException">A limit is wrong, or cannot be enforced with this layout; the message names field and flag.</exception>
    public static CgroupPlan For(ResourcesSpec? resources, CgroupLayout layout, bool controlDevices = true)
    {
        var builder = new CgroupPlanBuilder(layout, isUpdate: false, currentMemoryLimit: null);
        if (controlDevices)
        {
            DeviceRules.Compile(builder, DeviceRules.Effective(resources?.Devices ?? []));
        }

        return Compile(builder, resources ?? new ResourcesSpec());
    }

    /// <summary>Compiles a change of limits of a running container; device rules cannot change.</summary>
    /// <param name="resources">The new limits; what is null stays.</param>
    /// <param name="layout">The cgroups of the machine.</param>
    /// <param name="currentMemoryLimit">
    /// The memory limit in force in bytes, which decides the order of memory and swap limits on version 1; null is unlimited.
    /// </param>
    /// <exception cref="CgroupException">As <see cref="For"/>.</exception>
    public static CgroupPlan ForUpdate(ResourcesSpec resources, CgroupLayout layout, long? currentMemoryLimit)
    {
        if (resources.Devices.Count > 0)
        {
            throw new CgroupException("device rules cannot be changed while the container runs");
        }

        return Compile(new(layout, isUpdate: true, currentMemoryLimit), resources);
    }

    private static CgroupPlan Compile(CgroupPlanBuilder builder, ResourcesSpec resources)
    {
        CpuLimits.Compile(builder, resources.Cpu);
        MemoryLimits.Compile(builder, resources.Memory);
        TaskLimits.Compile(builder, resources.PidsLimit);
        BlockIoLimits.Compile(builder, resources.BlockIo);
        HugepageLimits.Compile(builder, resources.HugepageLimits);
        RdmaLimits.Compile(builder, resources.Rdma);
        NetworkLimits.Compile(builder, resources.Network);
        UnifiedFiles.Compile(builder, resources.Unified);
        return builder.Build();
    }
}
