using Caisson.Linux.Cgroups;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#allowed-device-list. The last rule that speaks about an access decides it.</summary>
public static class DeviceRules
{
    private const string Setting = "device rules (--device, --device-cgroup-rule)";

    /// <summary>
    /// What every container may use: making any node (opening it is another matter), and null, zero, full, random, urandom, tty,
    /// ptmx and terminals (config-linux.md#default-devices).
    /// </summary>
    public static IReadOnlyList<DeviceRule> Defaults { get; } =
    [
        new() { Allow = true, Type = "c", Access = "m" },
        new() { Allow = true, Type = "b", Access = "m" },
        Character(1, 3),
        Character(1, 5),
        Character(1, 7),
        Character(1, 8),
        Character(1, 9),
        Character(5, 0),
        Character(5, 2),
        Character(136, minor: null),
    ];

    /// <summary>The rules in force: nothing is allowed, then what the bundle says, then the defaults.</summary>
    public static IReadOnlyList<DeviceRule> Effective(IReadOnlyList<DeviceRule> rules) => [new() { Allow = false, Access = "rwm" }, .. rules, .. Defaults];

    internal static void Compile(CgroupPlanBuilder plan, IReadOnlyList<DeviceRule> rules)
    {
        if (plan.Layout.Find("devices") is not null)
        {
            LegacyDeviceRules.Compile(plan, rules, Setting);
        }
        else if (plan.Layout.Unified is not null)
        {
            if (DeviceFilterCompiler.Compile(rules) is { } program)
            {
                plan.Filter(program);
            }
        }
        else
        {
            throw new CgroupException(
                $"{Setting}: neither the devices controller nor cgroup v2 is available under {CgroupLayout.DefaultMountPoint}");
        }
    }

    private static DeviceRule Character(long major, long? minor) =>
        new() { Allow = true, Type = "c", Major = major, Minor = minor, Access = "rwm" };
}
