using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes the cgroup that the process is in now the root of what it sees.</summary>
public sealed record UnshareCgroupNamespace() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "unshare the cgroup namespace";

    internal override void Lower(LoweringContext context) => context.Program.Unshare(CloneFlags.CLONE_NEWCGROUP);
}
