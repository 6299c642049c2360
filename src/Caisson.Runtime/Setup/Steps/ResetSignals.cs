namespace Caisson.Runtime.Setup.Steps;

/// <summary>Gives ignored signals their default action back.</summary>
public sealed record ResetSignals() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "reset SIGPIPE";

    internal override void Lower(LoweringContext context) => context.Program.ResetBrokenPipeSignal();
}
