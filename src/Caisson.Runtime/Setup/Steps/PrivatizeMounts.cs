using Caisson.Linux.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Keeps the mounts that follow inside the new mount namespace.</summary>
public sealed record PrivatizeMounts() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "make all mounts private";

    internal override void Lower(LoweringContext context) => context.Program.SetPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE);
}
