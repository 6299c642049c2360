using Caisson.Linux.ExtendedBpf;
using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Cgroups;

/// <summary>Collects the writes of a plan and knows which version of cgroups each controller speaks.</summary>
internal sealed class CgroupPlanBuilder(CgroupLayout layout, bool isUpdate, long? currentMemoryLimit)
{
    private readonly List<CgroupWrite> _writes = [];
    private readonly List<string> _warnings = [];
    private bool _needsUnified = layout.Kind == CgroupLayoutKind.Unified;

    internal CgroupLayout Layout => layout;

    /// <summary>The container runs already, and has values that a new one must fit.</summary>
    internal bool IsUpdate => isUpdate;

    internal long? CurrentMemoryLimit => currentMemoryLimit;

    internal long? HighestMemoryUsage { get; set; }

    internal IReadOnlyList<BpfInstruction>? DeviceFilter { get; private set; }

    /// <summary>Whether the controller is one of version 2. Refuses the setting when no hierarchy has the controller.</summary>
    internal bool IsUnified(string controller, string setting)
    {
        CgroupHierarchy? hierarchy = layout.Find(controller)
            ?? throw new CgroupException(layout.Kind == CgroupLayoutKind.None
                ? $"{setting}: no cgroup file system is mounted under {CgroupLayout.DefaultMountPoint}"
                : $"{setting}: the {controller} controller is not available under {CgroupLayout.DefaultMountPoint}");
        _needsUnified |= hierarchy.IsUnified;
        return hierarchy.IsUnified;
    }

    internal void Write(string controller, string file, string value, string setting, bool mayComeLater = false) =>
        _writes.Add(new(controller, file, value, setting) { MayComeLater = mayComeLater });

    /// <summary>Adds a write; null adds none.</summary>
    internal void Write(CgroupWrite? write)
    {
        if (write is not null)
        {
            _writes.Add(write);
        }
    }

    internal void Warn(string warning) => _warnings.Add(warning);

    internal void Filter(IReadOnlyList<BpfInstruction> program)
    {
        DeviceFilter = program;
        _needsUnified = true;
    }

    internal CgroupPlan Build() => new()
    {
        Writes = _writes,
        Warnings = _warnings,
        DeviceFilter = DeviceFilter,
        NeedsUnified = _needsUnified,
        HighestMemoryUsage = HighestMemoryUsage,
    };

    /// <summary>Refuses what only version 1 can do.</summary>
    internal static CgroupException OnlyLegacy(string setting) =>
        new($"{setting}: cgroup v2 has no such limit, only cgroup v1; leave it out");
}
