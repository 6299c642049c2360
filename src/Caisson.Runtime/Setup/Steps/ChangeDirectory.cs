namespace Caisson.Runtime.Setup.Steps;

/// <summary>Enters the working directory with the rights of the container's user.</summary>
public sealed record ChangeDirectory(string Path) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"change directory to {Path}";

    internal override void Lower(LoweringContext context) => context.Program.ChangeDirectory(context.WorkingDirectory);
}
