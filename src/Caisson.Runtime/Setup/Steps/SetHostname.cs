namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the host name of the UTS namespace.</summary>
public sealed record SetHostname(string Name) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set hostname {Name}";

    internal override void Lower(LoweringContext context) => context.Program.SetHostName(Name);
}
