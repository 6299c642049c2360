using Caisson.Containers;
using Caisson.Oci.Runtime;
using Caisson.Sysctls;

namespace Caisson.Compilation;

/// <summary>Kernel parameters: two defaults for new network namespaces, then the user's.</summary>
internal static class KernelParameters
{
    internal static IReadOnlyDictionary<string, string> Of(ContainerSpec spec, bool hasUserNamespace, IReadOnlyList<IdMapping> gids)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (NamespaceRules.IsNew(spec.Namespaces.Network))
        {
            // Ports below 1024 and ICMP echo without capabilities (ip(7), icmp(7)): the namespace is the container's own.
            parameters.Add("net.ipv4.ip_unprivileged_port_start", "0");
            if (PingGroups(hasUserNamespace, gids) is { } groups)
                parameters.Add("net.ipv4.ping_group_range", groups);
        }

        foreach ((string name, string value) in spec.Sysctls)
        {
            Sysctl.Check(name, spec.Namespaces);
            parameters[name] = value;
        }

        return parameters;
    }

    // The kernel refuses a bound that the user namespace does not map, so only the range that holds root's group can be given.
    private static string? PingGroups(bool hasUserNamespace, IReadOnlyList<IdMapping> gids)
    {
        if (!hasUserNamespace)
            return "0 2147483647";
        foreach (IdMapping range in gids)
        {
            if (range.ContainerId == 0)
                return $"0 {Math.Min(range.Size - 1, int.MaxValue)}";
        }

        return null;
    }
}
