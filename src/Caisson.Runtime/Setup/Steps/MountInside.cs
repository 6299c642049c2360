using Caisson.Linux.Mounts;
using Caisson.Linux.Programs;
using Caisson.Runtime.Mounts;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>
/// Mounts a file system that shows the namespaces of whoever mounts it - proc, sysfs, mqueue, cgroup - from within.
/// </summary>
public sealed record MountInside(int Index, string Type, string Source, string Destination, MountOptions Options) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"mount {Type} on {Destination}";

    internal override void Lower(LoweringContext context)
    {
        SyscallProgram program = context.Program;
        Cell target = context.OpenTarget(context.Prepared.Mounts[Index].Target);
        Cell fileSystem = program.OpenFileSystem(Type);
        program.Configure(fileSystem, "source", Source);
        foreach ((string key, string? value) in Options.FileSystemOptions)
        {
            program.Configure(fileSystem, key, value);
        }

        Cell mount = program.CreateMount(fileSystem, Options.Set | Options.RecursiveSet);
        program.AttachMount(mount, target);
        if (Type == "proc")
        {
            context.Proc = mount;
        }
    }
}
