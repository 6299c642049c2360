namespace Caisson.Runtime.Setup.Steps;

/// <summary>Takes the host's file systems out of the mount namespace.</summary>
public sealed record DetachOldRoot() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "detach the old root";

    internal override void Lower(LoweringContext context)
    {
        context.Program.ChangeDirectory(context.OldRoot);
        context.Program.DetachHere();
        context.Program.Close(context.OldRoot);
        context.Program.ChangeDirectory(context.Root);
    }
}
