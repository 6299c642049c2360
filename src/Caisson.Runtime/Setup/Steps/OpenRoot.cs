using Caisson.Linux.Files;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Opens the root of the mount namespace that was joined, against which paths are resolved.</summary>
public sealed record OpenRoot : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "open the root";

    internal override void Lower(LoweringContext context) =>
        context.Root = context.Program.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
}
