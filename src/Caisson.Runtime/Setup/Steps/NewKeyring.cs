namespace Caisson.Runtime.Setup.Steps;

/// <summary>Leaves the keys of whoever started the container behind.</summary>
public sealed record NewKeyring(string Name) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"join session keyring {Name}";

    internal override void Lower(LoweringContext context) => context.Program.NewSessionKeyring(Name);
}
