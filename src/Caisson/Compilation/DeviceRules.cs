using Caisson.Containers;
using Caisson.Oci.Runtime;
using Caisson.Resources;

namespace Caisson.Compilation;

/// <summary>Which devices a container has and may use.</summary>
internal static class DeviceRules
{
    // Any node may be made, for archives are full of them, but only these be opened: null, zero, full, random, urandom, tty, ptmx and the
    // pseudo-terminals (admin-guide/devices.txt). Not console (5:1), which is the host's, and not net/tun (10:200).
    private static readonly DeviceRule[] Defaults =
    [
        new() { Allow = false, Access = "rwm" },
        Allow("c", null, null, "m"),
        Allow("b", null, null, "m"),
        Allow("c", 1, 3, "rwm"),
        Allow("c", 1, 5, "rwm"),
        Allow("c", 1, 7, "rwm"),
        Allow("c", 1, 8, "rwm"),
        Allow("c", 1, 9, "rwm"),
        Allow("c", 5, 0, "rwm"),
        Allow("c", 5, 2, "rwm"),
        Allow("c", 136, null, "rwm"),
    ];

    internal static (IReadOnlyList<DeviceSpec> Nodes, IReadOnlyList<DeviceRule> Rules) Of(ContainerSpec spec, SpecInputs inputs)
    {
        bool isPrivileged = spec.Security.Privileged;
        var nodes = new List<DeviceSpec>(isPrivileged ? inputs.Host.Devices : []);
        var rules = new List<DeviceRule>(isPrivileged ? [new DeviceRule { Allow = true, Access = "rwm" }] : Defaults);
        foreach (DeviceRequest request in spec.Devices)
        {
            foreach (DeviceSpec node in HostDevices.NodesAt(inputs, request.HostPath))
            {
                DeviceSpec made = HostDevices.InContainer(request, node);
                nodes.RemoveAll(other => string.Equals(other.Path, made.Path, StringComparison.Ordinal));
                nodes.Add(made);
                if (!isPrivileged)
                    rules.Add(Allow(node.Type, node.Major, node.Minor, request.Access));
            }
        }

        foreach (DeviceCgroupRule rule in spec.DeviceCgroupRules)
        {
            if (!isPrivileged)
                rules.Add(Allow(rule.Type.ToString(), rule.Major, rule.Minor, rule.Access));
        }

        return (nodes, rules);
    }

    private static DeviceRule Allow(string type, long? major, long? minor, string access) =>
        new() { Allow = true, Type = type, Major = major, Minor = minor, Access = access };
}
