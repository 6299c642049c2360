using Caisson.Oci;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Setup;

/// <summary>Refuses by name what a configuration asks for and this version cannot do: nothing is silently ignored.</summary>
internal static class SupportedSpec
{
    internal static void Check(RuntimeSpec spec)
    {
        if (spec.Root is null || spec.Root.Path.Length == 0)
        {
            throw new SpecException("root.path", "required");
        }

        if (spec.Process is { } process)
        {
            CheckProcess(process);
        }

        LinuxSpec linux = spec.Linux ?? new LinuxSpec();
        Refuse(spec.Hooks is not null, "hooks");
        Refuse(linux.TimeOffsets.Count > 0, "linux.timeOffsets");
        Refuse(linux.MountLabel is not null, "linux.mountLabel");
        Refuse(linux.IntelRdt is not null, "linux.intelRdt");
        Refuse(linux.Personality is not null, "linux.personality");
        Refuse(linux.Seccomp?.ListenerPath is not null, "linux.seccomp.listenerPath");
    }

    internal static void CheckProcess(ProcessSpec process)
    {
        if (process.Args.Count == 0)
        {
            throw new SpecException("process.args", "at least one argument is required");
        }

        if (!process.Cwd.StartsWith('/'))
        {
            throw new SpecException("process.cwd", "has to be an absolute path");
        }

        Refuse(process.ApparmorProfile is { Length: > 0 }, "process.apparmorProfile");
        Refuse(process.SelinuxLabel is { Length: > 0 }, "process.selinuxLabel");
        Refuse(process.Scheduler is not null, "process.scheduler");
        Refuse(process.IoPriority is not null, "process.ioPriority");
        Refuse(process.ExecCpuAffinity is not null, "process.execCPUAffinity");
    }

    private static void Refuse(bool present, string path)
    {
        if (present)
        {
            throw new SpecException(path, "not supported yet");
        }
    }
}
