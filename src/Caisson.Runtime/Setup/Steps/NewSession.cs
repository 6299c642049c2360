namespace Caisson.Runtime.Setup.Steps;

/// <summary>Leaves the session of whoever started the container (setsid(2)).</summary>
public sealed record NewSession() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "start a session";

    internal override void Lower(LoweringContext context) => context.Program.NewSession();
}
