using System.Globalization;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#block-io: the blkio controller of version 1 is io in version 2.</summary>
internal static class BlockIoLimits
{
    private const ushort LowestWeight = 10, HighestWeight = 1000;

    internal static void Compile(CgroupPlanBuilder plan, BlockIoSpec? spec)
    {
        if (spec is null || FirstSetting(spec) is not { } first)
        {
            return;
        }

        // Version 1 knows the controller as blkio, version 2 as io.
        bool unified = plan.Layout.Find("blkio") is null && plan.IsUnified("io", first);
        Weights(plan, spec, unified);
        Throttle(plan, spec.ThrottleReadBpsDevice, unified, "blkio.throttle.read_bps_device", "rbps", "--device-read-bps");
        Throttle(plan, spec.ThrottleWriteBpsDevice, unified, "blkio.throttle.write_bps_device", "wbps", "--device-write-bps");
        Throttle(plan, spec.ThrottleReadIopsDevice, unified, "blkio.throttle.read_iops_device", "riops", "--device-read-iops");
        Throttle(plan, spec.ThrottleWriteIopsDevice, unified, "blkio.throttle.write_iops_device", "wiops", "--device-write-iops");
    }

    /// <summary>Turns a weight of 10 to 1000 into one of 1 to 10000, linearly.</summary>
    internal static int WeightToUnified(int weight) => 1 + ((weight - LowestWeight) * 9999 / (HighestWeight - LowestWeight));

    private static string? FirstSetting(BlockIoSpec spec) =>
        spec.Weight is > 0 ? WeightName(spec.Weight.Value)
        : spec.LeafWeight is > 0 ? LeafName(spec.LeafWeight.Value)
        : spec.WeightDevice.Count > 0 ? "block I/O weight of a device (--blkio-weight-device)"
        : spec.ThrottleReadBpsDevice.Count > 0 ? "block I/O rate of a device (--device-read-bps)"
        : spec.ThrottleWriteBpsDevice.Count > 0 ? "block I/O rate of a device (--device-write-bps)"
        : spec.ThrottleReadIopsDevice.Count > 0 ? "block I/O rate of a device (--device-read-iops)"
        : spec.ThrottleWriteIopsDevice.Count > 0 ? "block I/O rate of a device (--device-write-iops)"
        : null;

    private static void Weights(CgroupPlanBuilder plan, BlockIoSpec spec, bool unified)
    {
        if (spec.Weight is > 0)
        {
            Weight(plan, spec.Weight.Value, device: null, WeightName(spec.Weight.Value), unified);
        }

        if (spec.LeafWeight is > 0)
        {
            LeafWeight(plan, Text(Checked(spec.LeafWeight.Value, LeafName(spec.LeafWeight.Value))), LeafName(spec.LeafWeight.Value), unified);
        }

        foreach (WeightDevice device in spec.WeightDevice)
        {
            string number = DeviceNumber(device.Major, device.Minor, "--blkio-weight-device");
            if (device.Weight is > 0)
            {
                Weight(plan, device.Weight.Value, number, $"block I/O weight {device.Weight} of {number} (--blkio-weight-device)", unified);
            }

            if (device.LeafWeight is > 0)
            {
                string setting = $"block I/O leaf weight {device.LeafWeight} of {number}";
                LeafWeight(plan, $"{number} {Text(Checked(device.LeafWeight.Value, setting))}", setting, unified, "blkio.leaf_weight_device");
            }
        }
    }

    // Which weight file there is depends on the I/O scheduler (bfq) and on CONFIG_BLK_CGROUP_IOCOST.
    private static void Weight(CgroupPlanBuilder plan, ushort weight, string? device, string setting, bool unified)
    {
        Checked(weight, setting);
        string prefix = device is null ? "" : device + " ";
        string suffix = device is null ? "" : "_device";
        plan.Write(unified
            ? new CgroupWrite("io", "io.bfq.weight", prefix + Text(weight), setting)
            {
                Otherwise = new("io", "io.weight", prefix + Text(WeightToUnified(weight)), setting),
            }
            : new CgroupWrite("blkio", "blkio.bfq.weight" + suffix, prefix + Text(weight), setting)
            {
                Otherwise = new("blkio", "blkio.weight" + suffix, prefix + Text(weight), setting),
            });
    }

    private static void LeafWeight(CgroupPlanBuilder plan, string value, string setting, bool unified, string file = "blkio.leaf_weight")
    {
        if (unified)
        {
            throw CgroupPlanBuilder.OnlyLegacy(setting);
        }

        plan.Write("blkio", file, value, setting);
    }

    private static void Throttle(
        CgroupPlanBuilder plan, IReadOnlyList<ThrottleDevice> devices, bool unified, string legacyFile, string unifiedKey, string flag)
    {
        foreach (ThrottleDevice device in devices)
        {
            string number = DeviceNumber(device.Major, device.Minor, flag);
            string rate = device.Rate.ToString(CultureInfo.InvariantCulture);
            string setting = $"block I/O rate {rate} of {number} ({flag})";
            if (unified)
            {
                // Version 1 lifts a limit with 0, version 2 with "max".
                plan.Write("io", "io.max", $"{number} {unifiedKey}={(device.Rate == 0 ? "max" : rate)}", setting);
            }
            else
            {
                plan.Write("blkio", legacyFile, $"{number} {rate}", setting);
            }
        }
    }

    private static ushort Checked(ushort weight, string setting) =>
        weight is >= LowestWeight and <= HighestWeight
            ? weight
            : throw new CgroupException($"{setting}: a number from {LowestWeight} to {HighestWeight} is expected");

    private static string DeviceNumber(long major, long minor, string flag) =>
        major >= 0 && minor >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}")
            : throw new CgroupException($"block device {major}:{minor} ({flag}): device numbers cannot be negative");

    private static string WeightName(ushort weight) => $"block I/O weight {weight} (--blkio-weight)";

    private static string LeafName(ushort weight) => $"block I/O leaf weight {weight} (blockIO.leafWeight)";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
