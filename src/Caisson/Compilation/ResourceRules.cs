using Caisson.Oci.Runtime;
using Caisson.Resources;

namespace Caisson.Compilation;

/// <summary>Limits as the runtime wants them.</summary>
internal static class ResourceRules
{
    // The period that Docker uses for --cpus, in microseconds: the kernel's default.
    private const ulong Period = 100_000;

    internal static ResourcesSpec Of(ResourceLimits limits, SpecInputs inputs, IReadOnlyList<DeviceRule> devices) => new()
    {
        Devices = devices,
        Memory = Memory(limits, inputs.Host),
        Cpu = Cpu(limits),
        PidsLimit = limits.PidsLimit switch
        {
            null or 0 => null,
            < 0 => -1,
            _ => limits.PidsLimit,
        },
        BlockIo = BlockIo(limits, inputs),
        Unified = limits.Unified,
    };

    private static MemorySpec? Memory(ResourceLimits limits, HostFacts host)
    {
        long? limit = limits.Memory is 0 ? null : limits.Memory;
        var memory = new MemorySpec
        {
            Limit = limit,
            Reservation = limits.MemoryReservation is 0 ? null : limits.MemoryReservation,
            Swap = !host.HasSwapLimit ? null : limits.MemorySwap is null or 0 ? Twice(limit) : limits.MemorySwap,
            Swappiness = (ulong?)limits.MemorySwappiness,
            DisableOomKiller = limits.OomKillDisable ? true : null,
        };
        return memory == new MemorySpec() ? null : memory;
    }

    // As much swap as memory.
    private static long? Twice(long? limit) => limit > long.MaxValue / 2 ? -1 : limit * 2;

    private static CpuSpec? Cpu(ResourceLimits limits)
    {
        bool hasCount = limits.NanoCpus is > 0;
        var cpu = new CpuSpec
        {
            Shares = limits.CpuShares is 0 ? null : limits.CpuShares,
            Period = hasCount ? Period : limits.CpuPeriod is 0 ? null : limits.CpuPeriod,

            // A hundredth of a CPU is the least, so the quota is never below the kernel's 1000.
            Quota = hasCount ? limits.NanoCpus!.Value / (1_000_000_000 / (long)Period) : limits.CpuQuota is 0 ? null : limits.CpuQuota,
            Cpus = limits.CpusetCpus,
            Mems = limits.CpusetMems,
        };
        return cpu == new CpuSpec() ? null : cpu;
    }

    private static BlockIoSpec? BlockIo(ResourceLimits limits, SpecInputs inputs)
    {
        bool isEmpty = limits is
        {
            BlkioWeight: null, BlkioWeightDevices.Count: 0, DeviceReadBps.Count: 0, DeviceWriteBps.Count: 0, DeviceReadIops.Count: 0,
            DeviceWriteIops.Count: 0,
        };
        if (isEmpty)
            return null;
        var weights = new List<WeightDevice>(limits.BlkioWeightDevices.Count);
        foreach (DeviceWeight weight in limits.BlkioWeightDevices)
        {
            DeviceSpec device = HostDevices.BlockDeviceAt(inputs, weight.Path);
            weights.Add(new WeightDevice(device.Major, device.Minor, weight.Weight, LeafWeight: null));
        }

        return new BlockIoSpec
        {
            Weight = limits.BlkioWeight,
            WeightDevice = weights,
            ThrottleReadBpsDevice = Throttles(limits.DeviceReadBps, inputs),
            ThrottleWriteBpsDevice = Throttles(limits.DeviceWriteBps, inputs),
            ThrottleReadIopsDevice = Throttles(limits.DeviceReadIops, inputs),
            ThrottleWriteIopsDevice = Throttles(limits.DeviceWriteIops, inputs),
        };
    }

    private static List<ThrottleDevice> Throttles(IReadOnlyList<DeviceRate> rates, SpecInputs inputs)
    {
        var throttles = new List<ThrottleDevice>(rates.Count);
        foreach (DeviceRate rate in rates)
        {
            DeviceSpec device = HostDevices.BlockDeviceAt(inputs, rate.Path);
            throttles.Add(new ThrottleDevice(device.Major, device.Minor, rate.Rate));
        }

        return throttles;
    }
}
