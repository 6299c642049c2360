namespace Caisson.Runtime.Setup.Steps;

/// <summary>Keeps every descriptor but the standard ones and those passed on purpose out of the program (CVE-2024-21626).</summary>
public sealed record CloseDescriptors(int First) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"close descriptors from {First} on";

    internal override void Lower(LoweringContext context) => context.Program.CloseOnExecFrom(First);
}
