using Caisson.Linux.Mounts;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>
/// Hides paths: an empty read-only directory lies over a directory, the null device over anything else. The null device is a mount of the
/// host's that was checked to be character device 1:3, not a path in the container that could be replaced (CVE-2025-31133).
/// </summary>
public sealed record MaskPaths(IReadOnlyList<string> Paths) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"mask {string.Join(' ', Paths)}";

    internal override void Lower(LoweringContext context)
    {
        SyscallProgram program = context.Program;
        Argument? directoryMask = null, fileMask = null;
        foreach (MaskTarget target in context.Prepared.MaskTargets)
        {
            // The first mask is attached as it is, the others are copies of it: a mount can be copied once it is attached.
            Argument mask = target.IsDirectory
                ? directoryMask is { } directory ? program.CloneMount(directory, recursive: false) : EmptyDirectory(program)
                : fileMask is { } file ? program.CloneMount(file, recursive: false) : context.Prepared.NullDevice!;
            if (target.IsDirectory)
            {
                directoryMask ??= mask;
            }
            else
            {
                fileMask ??= mask;
            }

            program.AttachMount(mask, context.OpenTarget(target.Path));
        }
    }

    private static Cell EmptyDirectory(SyscallProgram program)
    {
        Cell fileSystem = program.OpenFileSystem("tmpfs");
        program.Configure(fileSystem, "size", "0k");
        program.Configure(fileSystem, "nr_inodes", "2");
        return program.CreateMount(fileSystem, MountAttributes.MOUNT_ATTR_RDONLY | MountAttributes.MOUNT_ATTR_NOSUID
            | MountAttributes.MOUNT_ATTR_NODEV | MountAttributes.MOUNT_ATTR_NOEXEC);
    }
}
