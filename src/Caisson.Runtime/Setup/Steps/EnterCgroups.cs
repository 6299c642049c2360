using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Enters the container's cgroup in every v1 hierarchy: a process that moves itself costs a fraction of being moved.</summary>
public sealed record EnterCgroups(string CgroupPath) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"enter cgroup {CgroupPath}";

    internal override void Lower(LoweringContext context)
    {
        foreach (SafeFileHandle tasks in context.Prepared.CgroupEntries)
        {
            context.Program.Write(tasks, "0");
        }
    }
}
