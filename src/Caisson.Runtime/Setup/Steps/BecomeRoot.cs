namespace Caisson.Runtime.Setup.Steps;

/// <summary>Becomes root of the user namespace that was joined.</summary>
public sealed record BecomeRoot : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "become root of the user namespace";

    internal override void Lower(LoweringContext context) => context.Program.SetIds(0, 0, [], setGroups: false);
}
