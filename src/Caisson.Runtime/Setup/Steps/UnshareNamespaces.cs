using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes namespaces that belong to the user namespace which the process is in now (unshare(2)).</summary>
public sealed record UnshareNamespaces(CloneFlags Namespaces) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"unshare {Namespaces}";

    internal override void Lower(LoweringContext context) => context.Program.Unshare(Namespaces);
}
