namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets a resource limit (prlimit(2)).</summary>
public sealed record SetResourceLimit(string Name, int Resource, ulong Soft, ulong Hard) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"limit {Name} to {Text(Soft)}:{Text(Hard)}";

    internal override void Lower(LoweringContext context) => context.Program.SetResourceLimit(Resource, Soft, Hard);

    private static string Text(ulong value) => value == ulong.MaxValue ? "unlimited" : value.ToString();
}
