namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the mode mask of new files.</summary>
public sealed record SetUmask(uint Mask) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set umask {Convert.ToString(Mask, 8).PadLeft(4, '0')}";

    internal override void Lower(LoweringContext context) => context.Program.SetUmask(Mask);
}
