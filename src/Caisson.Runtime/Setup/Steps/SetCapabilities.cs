using Caisson.Linux.Capabilities;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the thread's capability sets (capabilities(7)).</summary>
public sealed record SetCapabilities(CapabilitySet Effective, CapabilitySet Permitted, CapabilitySet Inheritable, CapabilitySet Ambient) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set capabilities effective [{Effective}] permitted [{Permitted}] "
        + $"inheritable [{Inheritable}] ambient [{Ambient}]";

    internal override void Lower(LoweringContext context)
    {
        context.Program.SetCapabilities(Effective.Mask, Permitted.Mask, Inheritable.Mask);
        context.Program.ClearAmbientCapabilities();
        for (int capability = 0; Ambient.Mask >> capability != 0; capability++)
        {
            if (Ambient.Has((Capability)capability))
            {
                context.Program.RaiseAmbientCapability(capability);
            }
        }
    }
}
