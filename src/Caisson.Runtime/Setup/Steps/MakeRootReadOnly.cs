using Caisson.Linux.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes the root mount read-only; mounts on it keep their own setting.</summary>
public sealed record MakeRootReadOnly() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "make the root read-only";

    internal override void Lower(LoweringContext context) =>
        context.Program.SetMountAttributes(context.Root, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY), recursive: false);
}
