using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Lays a read-only copy of each path over it (linux.readonlyPaths); a missing path is skipped.</summary>
public sealed record MakePathsReadOnly(IReadOnlyList<string> Paths) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"make read-only {string.Join(' ', Paths)}";

    internal override void Lower(LoweringContext context)
    {
        SyscallProgram program = context.Program;
        foreach (string path in Paths)
        {
            Label next = program.NewLabel();
            Cell place = program.OpenResolved(
                context.Root, path, OpenFlags.O_PATH, LoweringContext.InContainer, Tolerate.Missing, onError: next);
            Cell copy = program.CloneMount(place, recursive: true);
            program.SetMountAttributes(copy, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY), recursive: true);
            program.AttachMount(copy, place);
            program.Mark(next);
        }
    }
}
