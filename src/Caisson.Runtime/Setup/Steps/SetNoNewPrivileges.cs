namespace Caisson.Runtime.Setup.Steps;

/// <summary>Keeps set-user-id programs from raising privileges.</summary>
public sealed record SetNoNewPrivileges() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "set no_new_privs";

    internal override void Lower(LoweringContext context) => context.Program.SetNoNewPrivileges();
}
