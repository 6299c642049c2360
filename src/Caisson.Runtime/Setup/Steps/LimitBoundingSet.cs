using Caisson.Linux.Capabilities;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Drops every other capability from the bounding set, for good.</summary>
public sealed record LimitBoundingSet(CapabilitySet Keep, int LastCapability) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"keep bounding capabilities [{Keep}]";

    internal override void Lower(LoweringContext context)
    {
        for (int capability = 0; capability <= LastCapability; capability++)
        {
            if (!Keep.Has((Capability)capability))
            {
                context.Program.DropBoundingCapability(capability);
            }
        }
    }
}
