namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes 127.0.0.1 and ::1 work in a new network namespace.</summary>
public sealed record BringLoopbackUp() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "bring up lo";

    internal override void Lower(LoweringContext context) => context.Program.BringLoopbackUp();
}
