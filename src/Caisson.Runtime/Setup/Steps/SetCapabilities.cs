using Caisson.Linux.Capabilities;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the thread's capability sets (capabilities(7)).</summary>
public sealed record SetCapabilities(ulong Effective, ulong Permitted, ulong Inheritable, ulong Ambient) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set capabilities effective {CapabilitySet.FromMask(Effective)} permitted {CapabilitySet.FromMask(Permitted)} "
        + $"inheritable {CapabilitySet.FromMask(Inheritable)} ambient {CapabilitySet.FromMask(Ambient)}";

    internal override void Lower(LoweringContext context)
    {
        context.Program.SetCapabilities(Effective, Permitted, Inheritable);
        context.Program.ClearAmbientCapabilities();
        for (int capability = 0; Ambient >> capability != 0; capability++)
        {
            if ((Ambient >> capability & 1) != 0)
            {
                context.Program.RaiseAmbientCapability(capability);
            }
        }
    }
}
