using System.Globalization;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#rdma: the same file in both versions.</summary>
internal static class RdmaLimits
{
    internal static void Compile(CgroupPlanBuilder plan, IReadOnlyDictionary<string, RdmaLimit> limits)
    {
        foreach ((string device, RdmaLimit limit) in limits)
        {
            string setting = $"rdma limit of {Printable.Quote(device)} (rdma)";
            if (device.Length == 0 || device.AsSpan().ContainsAny(" \t\r\n\0/="))
            {
                throw new CgroupException($"{setting}: the name of a device is expected");
            }

            string handles = limit.HcaHandles is { } h ? string.Create(CultureInfo.InvariantCulture, $" hca_handle={h}") : "";
            string objects = limit.HcaObjects is { } o ? string.Create(CultureInfo.InvariantCulture, $" hca_object={o}") : "";
            if (handles.Length + objects.Length > 0)
            {
                plan.IsUnified("rdma", setting);
                plan.Write("rdma", "rdma.max", device + handles + objects, setting);
            }
        }
    }
}
