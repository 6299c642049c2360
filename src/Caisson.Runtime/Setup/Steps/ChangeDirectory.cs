using Caisson.Linux.Files;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Enters the working directory, which has to be inside the container.</summary>
public sealed record ChangeDirectory(string Path) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"change directory to {Path}";

    internal override void Lower(LoweringContext context)
    {
        // Links are followed here, against the root; /proc/self/fd and the like are not (CVE-2024-21626).
        Cell directory = context.Program.OpenResolved(
            context.Root, Path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY,
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS);
        context.Program.ChangeDirectory(directory);
    }
}
