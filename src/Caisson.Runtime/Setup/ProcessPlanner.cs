using Caisson.Linux.Capabilities;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Processes;
using Caisson.Runtime.Seccomp;
using Caisson.Runtime.Setup.Steps;

namespace Caisson.Runtime.Setup;

/// <summary>The last steps of a process before its program: limits, ids, capabilities and filters, the same for start and exec.</summary>
internal static class ProcessPlanner
{
    private const uint DefaultUmask = 0x12; // 0022

    private const int FirstDescriptor = 3;

    internal static void AddCredentials(
        List<SetupStep> steps, ProcessSpec process, SeccompFilter? seccomp, int lastCapability, bool setGroups)
    {
        steps.Add(new OpenWorkingDirectory(process.Cwd));
        for (int i = 0; i < process.Rlimits.Count; i++)
        {
            RlimitSpec limit = process.Rlimits[i];
            steps.Add(new SetResourceLimit(
                limit.Type, ResourceLimitNames.Number(limit.Type) ?? throw new SpecException($"process.rlimits[{i}].type", $"unknown limit {limit.Type}"),
                limit.Soft, limit.Hard));
        }

        CapabilitiesSpec capabilities = process.Capabilities ?? new CapabilitiesSpec();
        steps.Add(new LimitBoundingSet(Parse(capabilities.Bounding, "bounding"), lastCapability));

        // Without no_new_privs loading a filter needs CAP_SYS_ADMIN (seccomp(2)), which the steps below give up.
        if (seccomp is not null && !process.NoNewPrivileges)
        {
            steps.Add(new InstallSeccomp(seccomp));
        }

        UserSpec user = process.User;
        steps.Add(new SetUser(user.Uid, user.Gid, user.AdditionalGids, setGroups));
        steps.Add(new SetCapabilities(
            Parse(capabilities.Effective, "effective"), Parse(capabilities.Permitted, "permitted"), Parse(capabilities.Inheritable, "inheritable"),
            Parse(capabilities.Ambient, "ambient")));
        steps.Add(new ChangeDirectory(process.Cwd));
        steps.Add(new SetUmask(user.Umask ?? DefaultUmask));
        steps.Add(new CloseDescriptors(FirstDescriptor));
        if (process.NoNewPrivileges)
        {
            steps.Add(new SetNoNewPrivileges());
            if (seccomp is not null)
            {
                steps.Add(new InstallSeccomp(seccomp));
            }
        }
    }

    private static CapabilitySet Parse(IReadOnlyList<string> names, string set) =>
        CapabilitySet.TryParse(names, out CapabilitySet parsed, out string? unknown)
            ? parsed
            : throw new SpecException($"process.capabilities.{set}", $"unknown capability {unknown}");
}
