using Caisson.Linux.Files;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>
/// Opens the working directory, which has to be inside the container, before limits on descriptors and the user's rights apply. Links are
/// followed against the root; those of /proc/self/fd and the like are not (CVE-2024-21626).
/// </summary>
public sealed record OpenWorkingDirectory(string Path) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"open the working directory {Path}";

    internal override void Lower(LoweringContext context) => context.WorkingDirectory = context.Program.OpenResolved(
        context.Root, Path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS);
}
