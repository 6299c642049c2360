using Caisson.Linux.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes a prepared mount read-only after others were attached in it.</summary>
public sealed record MakeMountReadOnly(int Index, string Destination) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"make {Destination} read-only";

    internal override void Lower(LoweringContext context) => context.Program.SetMountAttributes(
        context.Prepared.Mounts[Index].Mount!, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY), recursive: false);
}
