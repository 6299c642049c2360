using Caisson.Linux.Programs;
using Caisson.Runtime.Namespaces;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Joins an existing namespace (setns(2)).</summary>
public sealed record JoinNamespace(string Type, string Path) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"join {Type} namespace {Path}";

    internal override void Lower(LoweringContext context) =>
        context.Program.JoinNamespace(context.Prepared.Namespace(Path), NamespaceKinds.Flag(Type) ?? CloneFlags.None);
}
