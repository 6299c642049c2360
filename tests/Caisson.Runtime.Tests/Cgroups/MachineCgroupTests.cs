using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>The cgroups as this machine has them.</summary>
public sealed class MachineCgroupTests : CgroupContract
{
    private protected override CgroupLayout Layout { get; } = CgroupLayout.Detect();
}
