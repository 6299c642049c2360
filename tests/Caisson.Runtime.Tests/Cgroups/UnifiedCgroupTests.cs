using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>The unified hierarchy of a hybrid machine, as if it were alone: what version 2 does without controllers.</summary>
public sealed class UnifiedCgroupTests : CgroupContract
{
    private protected override CgroupLayout Layout { get; } = CgroupLayout.Detect() is { Kind: CgroupLayoutKind.Hybrid } hybrid
        ? new(CgroupLayoutKind.Unified, [hybrid.Unified!])
        : new(CgroupLayoutKind.None, []);
}
