namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets the NIS domain name of the UTS namespace.</summary>
public sealed record SetDomainname(string Name) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set domainname {Name}";

    internal override void Lower(LoweringContext context) => context.Program.SetDomainName(Name);
}
