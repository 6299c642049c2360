namespace Caisson.Runtime.Setup.Steps;

/// <summary>Keeps processes of the container from looking into this one before its execve.</summary>
public sealed record ProtectMemory() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "make memory unreadable";

    internal override void Lower(LoweringContext context) => context.Program.SetUndumpable();
}
