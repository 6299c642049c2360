using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Starts the process itself after pid and time namespaces were joined, which hold for children only.</summary>
/// <param name="Namespaces">Namespaces to create on the way.</param>
public sealed record Fork(CloneFlags Namespaces) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => Namespaces == CloneFlags.None ? "clone" : $"clone with {Namespaces}";

    internal override void Lower(LoweringContext context) =>
        context.ForkedPid = context.Program.Fork(CloneFlags.CLONE_PARENT | Namespaces);
}
