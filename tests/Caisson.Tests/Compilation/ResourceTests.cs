using Caisson.Compilation;
using Caisson.Oci.Runtime;
using Caisson.Resources;
using static Caisson.Tests.Compilation.Compiling;

namespace Caisson.Tests.Compilation;

public class ResourceTests
{
    private const long MiB = 1 << 20;

    private static ResourcesSpec Of(ResourceLimits limits, SpecInputs? inputs = null) => LinuxOf(Busybox with { Resources = limits }, inputs).Resources!;

    [Fact]
    public void Memory_and_swap_follow_docker()
    {
        Assert.Null(Of(new()).Memory);
        Assert.Null(Of(new() { Memory = 0 }).Memory);
        Assert.Equal(new MemorySpec { Limit = 64 * MiB, Swap = 128 * MiB }, Of(new() { Memory = 64 * MiB }).Memory);
        Assert.Equal(new MemorySpec { Limit = 64 * MiB, Swap = -1 }, Of(new() { Memory = 64 * MiB, MemorySwap = -1 }).Memory);
        Assert.Equal(new MemorySpec { Limit = 64 * MiB, Swap = 64 * MiB }, Of(new() { Memory = 64 * MiB, MemorySwap = 64 * MiB }).Memory);
        Assert.Equal(-1, Of(new() { Memory = long.MaxValue }).Memory!.Swap);
        Assert.Equal(
            new MemorySpec { Limit = 64 * MiB, Swap = 128 * MiB, Reservation = 32 * MiB, Swappiness = 0, DisableOomKiller = true },
            Of(new() { Memory = 64 * MiB, MemoryReservation = 32 * MiB, MemorySwappiness = 0, OomKillDisable = true }).Memory);
    }

    [Fact]
    public void Cpus_become_a_quota()
    {
        Assert.Null(Of(new()).Cpu);
        Assert.Equal(new CpuSpec { Quota = 150_000, Period = 100_000 }, Of(new() { NanoCpus = 1_500_000_000 }).Cpu);
        Assert.Equal(new CpuSpec { Quota = 1000, Period = 100_000 }, Of(new() { NanoCpus = 10_000_000 }).Cpu);
        Assert.Equal(
            new CpuSpec { Quota = -1, Period = 50_000, Shares = 512, Cpus = "0-1", Mems = "0" },
            Of(new() { CpuQuota = -1, CpuPeriod = 50_000, CpuShares = 512, CpusetCpus = "0-1", CpusetMems = "0" }).Cpu);
    }

    [Fact]
    public void Other_limits_are_passed_on()
    {
        Assert.Equal([null, 5L, -1L, null], [Of(new()).PidsLimit, Of(new() { PidsLimit = 5 }).PidsLimit, Of(new() { PidsLimit = -1 }).PidsLimit, Of(new() { PidsLimit = 0 }).PidsLimit]);
        DeviceSpec disk = new() { Path = "/dev/sda", Type = "b", Major = 8, Minor = 0 };
        DeviceSpec terminal = new() { Path = "/dev/tty", Type = "c", Major = 5, Minor = 0 };
        SpecInputs inputs = Inputs with
        {
            DeviceNodes = new Dictionary<string, IReadOnlyList<DeviceSpec>>(StringComparer.Ordinal) { ["/dev/sda"] = [disk], ["/dev/tty"] = [terminal] },
        };
        DeviceRate[] rate = [new("/dev/sda", 9)];
        BlockIoSpec io = Of(
            new() { BlkioWeight = 300, BlkioWeightDevices = [new("/dev/sda", 20)], DeviceReadBps = rate, DeviceWriteBps = rate, DeviceReadIops = rate, DeviceWriteIops = rate },
            inputs).BlockIo!;
        Assert.Equal((ushort?)300, io.Weight);
        Assert.Equal([new WeightDevice(8, 0, 20, null)], io.WeightDevice);
        Assert.All([io.ThrottleReadBpsDevice, io.ThrottleWriteBpsDevice, io.ThrottleReadIopsDevice, io.ThrottleWriteIopsDevice], list => Assert.Equal([new ThrottleDevice(8, 0, 9)], list));
        Assert.Equal("\"/dev/tty\" is not a block device", Refused(Busybox with { Resources = new() { DeviceReadBps = [new("/dev/tty", 1)] } }, inputs));
        Assert.Equal("no device at \"/dev/none\" on the host", Refused(Busybox with { Resources = new() { DeviceReadBps = [new("/dev/none", 1)] } }, inputs));
    }

    [Fact]
    public void Devices_are_made_and_allowed()
    {
        DeviceSpec fuse = new() { Path = "/dev/fuse", Type = "c", Major = 10, Minor = 229, FileMode = 0x1B6 };
        SpecInputs inputs = Inputs with
        {
            DeviceNodes = new Dictionary<string, IReadOnlyList<DeviceSpec>>(StringComparer.Ordinal)
            {
                ["/dev/fuse"] = [fuse],
                ["/dev/snd"] = [new() { Path = "/dev/snd/a", Type = "c", Major = 116, Minor = 1 }, new() { Path = "/dev/snd/by/b", Type = "c", Major = 116, Minor = 2 }],
            },
        };
        LinuxSpec linux = LinuxOf(
            Busybox with
            {
                Devices = [DeviceRequest.Parse("/dev/fuse:/dev/x:r"), DeviceRequest.Parse("/dev/snd:/dev/sound")],
                DeviceCgroupRules = [DeviceCgroupRule.Parse("b *:* r")],
            },
            inputs);
        Assert.Equal(["/dev/x", "/dev/sound/a", "/dev/sound/by/b"], linux.Devices.Select(d => d.Path));
        Assert.Equal(fuse with { Path = "/dev/x" }, linux.Devices[0]);
        IReadOnlyList<DeviceRule> rules = linux.Resources!.Devices;
        Assert.False(rules[0].Allow);
        Assert.Equal(new DeviceRule { Allow = true, Type = "c", Major = 10, Minor = 229, Access = "r" }, rules[11]);
        Assert.Equal(new DeviceRule { Allow = true, Type = "b", Access = "r" }, rules[^1]);
        Assert.Equal(15, rules.Count);
        Assert.Equal(["/dev/fuse", "/dev/sda"], HostDevices.PathsOf(Busybox with
        {
            Devices = [DeviceRequest.Parse("/dev/fuse")], Resources = new() { DeviceReadBps = [new("/dev/sda", 1)], DeviceWriteIops = [new("/dev/sda", 1)] },
        }));
    }

    public static TheoryData<ResourceLimits, string> Contradictions => new()
    {
        { new() { Memory = 6 * MiB - 1 }, "--memory 6291455 is below the minimum of 6 MiB" },
        { new() { MemoryReservation = 1 }, "--memory-reservation 1 is below the minimum of 6 MiB" },
        { new() { Memory = 8 * MiB, MemoryReservation = 9 * MiB }, "--memory-reservation is more than --memory" },
        { new() { MemorySwap = 8 * MiB }, "--memory-swap needs --memory" },
        { new() { Memory = 8 * MiB, MemorySwap = 7 * MiB }, "--memory-swap is memory and swap together, it cannot be less than --memory" },
        { new() { MemorySwappiness = 101 }, "--memory-swappiness is 0 to 100" },
        { new() { OomScoreAdjust = 1001 }, "--oom-score-adj is -1000 to 1000" },
        { new() { OomKillDisable = true }, "--oom-kill-disable needs --memory" },
        { new() { NanoCpus = 9_999_999 }, "--cpus is at least 0.01" },
        { new() { NanoCpus = 4_000_000_001 }, "--cpus is at most 4 here, the host has no more" },
        { new() { NanoCpus = 1_000_000_000, CpuQuota = 1000 }, "--cpus and --cpu-quota exclude each other" },
        { new() { NanoCpus = 1_000_000_000, CpuPeriod = 1000 }, "--cpus and --cpu-period exclude each other" },
        { new() { CpuQuota = 999 }, "--cpu-quota is at least 1000 microseconds, or -1" },
        { new() { CpuPeriod = 1_000_001 }, "--cpu-period is 1000 to 1000000 microseconds" },
        { new() { CpuShares = 1 }, "--cpu-shares is 2 to 262144" },
        { new() { BlkioWeight = 9 }, "--blkio-weight is 10 to 1000" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Limits_that_contradict_each_other_are_refused(ResourceLimits limits, string message) =>
        Assert.Equal(message, Refused(Busybox with { Resources = limits }));

    [Fact]
    public void Limits_that_the_cgroup_version_lacks_are_refused()
    {
        SpecInputs v2 = Inputs with { Host = Host with { CgroupVersion = 2 } };
        SpecInputs v1 = Inputs with { Host = Host with { CgroupVersion = 1 } };
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["memory.high"] = "1" };
        Assert.Equal("--oom-kill-disable needs cgroup v1, this host has cgroup v2", Refused(Busybox with { Resources = new() { Memory = 8 * MiB, OomKillDisable = true } }, v2));
        Assert.Equal("--memory-swappiness needs cgroup v1, this host has cgroup v2", Refused(Busybox with { Resources = new() { MemorySwappiness = 1 } }, v2));
        Assert.Equal("cgroup files by name need cgroup v2, this host has cgroup v1", Refused(Busybox with { Resources = new() { Unified = files } }, v1));
        SpecInputs noSwap = Inputs with { Host = Host with { HasSwapLimit = false } };
        Assert.Equal(
            "--memory-swap needs swap accounting, which this host's kernel does not have",
            Refused(Busybox with { Resources = new() { Memory = 8 * MiB, MemorySwap = 9 * MiB } }, noSwap));
        Assert.Equal(new MemorySpec { Limit = 8 * MiB }, Of(new() { Memory = 8 * MiB }, noSwap).Memory);
        Assert.Equal(files, Of(new() { Unified = files }, v2).Unified);
    }
}
