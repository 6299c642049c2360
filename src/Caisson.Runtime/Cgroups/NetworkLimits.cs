using System.Globalization;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#network: classes and priorities are marks of version 1; on version 2 the firewall matches the cgroup itself.</summary>
internal static class NetworkLimits
{
    internal static void Compile(CgroupPlanBuilder plan, NetworkClassSpec? spec)
    {
        if (spec?.ClassId is { } id)
        {
            string setting = $"network class {id} (network.classID)";
            RequireLegacy(plan, "net_cls", setting);
            plan.Write("net_cls", "net_cls.classid", id.ToString(CultureInfo.InvariantCulture), setting);
        }

        foreach (InterfacePriority priority in spec?.Priorities ?? [])
        {
            string setting = $"network priority {priority.Priority} of {Printable.Quote(priority.Name)} (network.priorities)";
            if (priority.Name.Length is 0 or > 15 || priority.Name.AsSpan().ContainsAny(" \t\r\n\0/"))
            {
                throw new CgroupException($"{setting}: the name of an interface is expected");
            }

            RequireLegacy(plan, "net_prio", setting);
            plan.Write("net_prio", "net_prio.ifpriomap", string.Create(CultureInfo.InvariantCulture, $"{priority.Name} {priority.Priority}"), setting);
        }
    }

    private static void RequireLegacy(CgroupPlanBuilder plan, string controller, string setting)
    {
        if (plan.Layout.Kind == Caisson.Linux.Cgroups.CgroupLayoutKind.Unified)
        {
            throw CgroupPlanBuilder.OnlyLegacy(setting);
        }

        plan.IsUnified(controller, setting);
    }
}
