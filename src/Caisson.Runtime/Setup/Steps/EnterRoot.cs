using Caisson.Linux.Files;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Attaches the root file system and makes it the root (pivot_root(2)).</summary>
public sealed record EnterRoot(string MountPoint) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"enter the root at {MountPoint}";

    internal override void Lower(LoweringContext context)
    {
        SyscallProgram program = context.Program;
        context.OldRoot = program.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        program.AttachMount(context.Prepared.Root, MountPoint);
        program.ChangeDirectory(context.Prepared.Root);
        program.PivotRootHere();
        context.Root = program.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
    }
}
