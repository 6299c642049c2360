using Caisson.Linux.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the propagation of the root mount (linux.rootfsPropagation).</summary>
public sealed record SetRootPropagation(string Propagation, bool Recursive, MountFlags Flag) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"make the root {Propagation}";

    internal override void Lower(LoweringContext context) =>
        context.Program.SetMountAttributes(
            context.Root, new MountAttributeChange(MountAttributes.None, Propagation: Flag), Recursive);
}
