using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>The version 1 hierarchies of a hybrid machine, as if there were no unified one.</summary>
public sealed class LegacyCgroupTests : CgroupContract
{
    private protected override CgroupLayout Layout { get; } = CgroupLayout.Detect() is { Kind: CgroupLayoutKind.Hybrid } hybrid
        ? new(CgroupLayoutKind.Legacy, [.. hybrid.Hierarchies.Where(h => !h.IsUnified)])
        : new(CgroupLayoutKind.None, []);
}
