using Caisson.Linux.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Attaches a mount that was prepared before.</summary>
public sealed record AttachMount(int Index, string What, string Destination) : SetupStep
{
    private const long PROC_SUPER_MAGIC = 0x9fa0;

    /// <inheritdoc />
    public override string ToString() => $"attach {What} to {Destination}";

    internal override void Lower(LoweringContext context)
    {
        PreparedMount mount = context.Prepared.Mounts[Index];
        context.Program.AttachMount(mount.Mount!, context.OpenTarget(mount.Target));
        if (mount.Target == "/proc" && MountCalls.FileSystemType(mount.Mount!) == PROC_SUPER_MAGIC)
        {
            context.Proc = mount.Mount!;
        }
    }
}
