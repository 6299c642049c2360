namespace Caisson.Runtime.Setup.Steps;

/// <summary>Lets signals through again, which were blocked since before the clone.</summary>
public sealed record UnblockSignals() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "unblock signals";

    internal override void Lower(LoweringContext context) => context.Program.UnblockSignals();
}
