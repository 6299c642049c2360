using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

public sealed class CgroupPlanTests
{
    private static readonly ResourcesSpec Everything = new()
    {
        Cpu = new() { Shares = 512, Quota = 50000, Period = 100000, Burst = 20000, Idle = 1, Cpus = "0-3,5", Mems = "0" },
        Memory = new() { Limit = 1 << 20, Reservation = 1 << 19, Swap = 3 << 20 },
        PidsLimit = 100,
        BlockIo = new()
        {
            Weight = 500,
            WeightDevice = [new(8, 0, 300, LeafWeight: null)],
            ThrottleReadBpsDevice = [new(8, 0, 1000)],
            ThrottleWriteBpsDevice = [new(8, 0, 2000)],
            ThrottleReadIopsDevice = [new(8, 16, 30)],
            ThrottleWriteIopsDevice = [new(8, 16, 40)],
        },
        HugepageLimits = [new("2MB", 4 << 20)],
        Rdma = new Dictionary<string, RdmaLimit>(StringComparer.Ordinal) { ["mlx5_1"] = new(3, 10000) },
    };

    [Fact]
    public void Version_1_gets_its_files()
    {
        ResourcesSpec resources = Everything with
        {
            Memory = Everything.Memory! with { Swappiness = 10, DisableOomKiller = true },
            Cpu = Everything.Cpu! with { RealtimePeriod = 1000000, RealtimeRuntime = 950000 },
            Network = new() { ClassId = 1048577, Priorities = [new("eth0", 5)] },
        };
        Matches(
            """
            cpu: cpu.rt_period_us = 1000000
            cpu: cpu.rt_runtime_us = 950000
            cpu: cpu.shares = 512
            cpu: cpu.cfs_period_us = 100000
            cpu: cpu.cfs_quota_us = 50000
            cpu: cpu.cfs_burst_us = 20000
            cpu: cpu.idle = 1
            cpuset: cpuset.cpus = 0-3,5
            cpuset: cpuset.mems = 0
            memory: memory.limit_in_bytes = 1048576
            memory: memory.memsw.limit_in_bytes = 3145728
            memory: memory.soft_limit_in_bytes = 524288
            memory: memory.swappiness = 10
            memory: memory.oom_control = 1
            pids: pids.max = 100
            blkio: blkio.bfq.weight = 500 | blkio.weight = 500
            blkio: blkio.bfq.weight_device = 8:0 300 | blkio.weight_device = 8:0 300
            blkio: blkio.throttle.read_bps_device = 8:0 1000
            blkio: blkio.throttle.write_bps_device = 8:0 2000
            blkio: blkio.throttle.read_iops_device = 8:16 30
            blkio: blkio.throttle.write_iops_device = 8:16 40
            hugetlb: hugetlb.2MB.limit_in_bytes = 4194304
            hugetlb: hugetlb.2MB.rsvd.limit_in_bytes = 4194304
            rdma: rdma.max = mlx5_1 hca_handle=3 hca_object=10000
            net_cls: net_cls.classid = 1048577
            net_prio: net_prio.ifpriomap = eth0 5
            """,
            CgroupPlan.For(resources, Layouts.Legacy, controlDevices: false));
    }

    [Fact]
    public void Version_2_gets_its_files()
    {
        ResourcesSpec resources = Everything with
        {
            Unified = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["memory.high"] = "900000",
                ["io.max"] = "8:0 rbps=1\n8:16 wbps=2\n",
                ["cgroup.max.depth"] = "3",
            },
        };
        CgroupPlan plan = CgroupPlan.For(resources, Layouts.Unified, controlDevices: false);
        Matches(
            """
            cpu: cpu.weight = 59
            cpu: cpu.max = 50000 100000
            cpu: cpu.max.burst = 20000
            cpu: cpu.idle = 1
            cpuset: cpuset.cpus = 0-3,5
            cpuset: cpuset.mems = 0
            memory: memory.swap.max = 2097152
            memory: memory.max = 1048576
            memory: memory.low = 524288
            pids: pids.max = 100
            io: io.bfq.weight = 500 | io.weight = 4950
            io: io.bfq.weight = 8:0 300 | io.weight = 8:0 2930
            io: io.max = 8:0 rbps=1000
            io: io.max = 8:0 wbps=2000
            io: io.max = 8:16 riops=30
            io: io.max = 8:16 wiops=40
            hugetlb: hugetlb.2MB.max = 4194304
            hugetlb: hugetlb.2MB.rsvd.max = 4194304
            rdma: rdma.max = mlx5_1 hca_handle=3 hca_object=10000
            memory: memory.high = 900000
            io: io.max = 8:0 rbps=1
            io: io.max = 8:16 wbps=2
            cgroup: cgroup.max.depth = 3
            """,
            plan);
        Assert.True(plan.NeedsUnified);
    }

    [Fact]
    public void Hybrid_speaks_to_each_controller_in_its_version()
    {
        ResourcesSpec resources = new() { PidsLimit = 5, Memory = new() { Limit = 4096 } };
        CgroupPlan plan = CgroupPlan.For(resources, Layouts.Hybrid, controlDevices: false);
        Matches("memory: memory.limit_in_bytes = 4096\npids: pids.max = 5", plan);
        Assert.False(plan.NeedsUnified);

        plan = CgroupPlan.For(resources with { HugepageLimits = [new("1GB", 0)] }, Layouts.Hybrid, controlDevices: false);
        Assert.Equal("hugetlb: hugetlb.1GB.max = 0", plan.Writes[2].ToString());
        Assert.True(plan.NeedsUnified);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-7)]
    public void Pids_limits_of_zero_or_less_are_unlimited(long limit)
    {
        Matches("pids: pids.max = max", CgroupPlan.For(new() { PidsLimit = limit }, Layouts.Unified, controlDevices: false));
        Matches("", CgroupPlan.For(new() { PidsLimit = limit }, Layouts.None, controlDevices: false));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(1024, 100)]
    [InlineData(262144, 10000)]
    [InlineData(ulong.MaxValue, 10000)]
    [InlineData(2048, 174)]
    [InlineData(512, 59)]
    public void Cpu_shares_become_a_weight(ulong shares, int weight) =>
        Matches($"cpu: cpu.weight = {weight}", CgroupPlan.For(new() { Cpu = new() { Shares = shares } }, Layouts.Unified, controlDevices: false));

    [Theory]
    [InlineData(10, 1)]
    [InlineData(1000, 10000)]
    public void Block_io_weights_meet_both_ends(int weight, int unified) =>
        Assert.Equal(
            $"io: io.bfq.weight = {weight} | io.weight = {unified}",
            CgroupPlan.For(new() { BlockIo = new() { Weight = (ushort)weight } }, Layouts.Unified, controlDevices: false).Writes[0].ToString());

    [Theory]
    [InlineData(-1L, null, "memory.memsw.limit_in_bytes = -1,memory.limit_in_bytes = -1", "memory.swap.max = max,memory.max = max")]
    [InlineData(4096L, -1L, "memory.memsw.limit_in_bytes = -1,memory.limit_in_bytes = 4096", "memory.swap.max = max,memory.max = 4096")]
    [InlineData(4096L, 4096L, "memory.limit_in_bytes = 4096,memory.memsw.limit_in_bytes = 4096", "memory.swap.max = 0,memory.max = 4096")]
    [InlineData(4096L, 0L, "memory.limit_in_bytes = 4096", "memory.max = 4096")]
    [InlineData(0L, null, "", "")]
    public void Memory_and_swap_limits_go_together(long? limit, long? swap, string legacy, string unified)
    {
        ResourcesSpec resources = new() { Memory = new() { Limit = limit, Swap = swap } };
        Assert.Equal(legacy, Short(CgroupPlan.For(resources, Layouts.Legacy, controlDevices: false)));
        Assert.Equal(unified, Short(CgroupPlan.For(resources, Layouts.Unified, controlDevices: false)));
    }

    [Theory]
    [InlineData(1000L, 2000L, 4000L, "memory.memsw.limit_in_bytes = 4000,memory.limit_in_bytes = 2000")]
    [InlineData(4000L, 1000L, 2000L, "memory.limit_in_bytes = 1000,memory.memsw.limit_in_bytes = 2000")]
    [InlineData(1000L, null, 2000L, "memory.memsw.limit_in_bytes = 2000")]
    public void An_update_orders_memory_and_swap_by_the_limit_in_force(long current, long? limit, long? swap, string expected) =>
        Assert.Equal(expected, Short(CgroupPlan.ForUpdate(new() { Memory = new() { Limit = limit, Swap = swap } }, Layouts.Legacy, current)));

    [Fact]
    public void Missing_swap_accounting_is_no_error_where_nothing_is_limited()
    {
        CgroupPlan plan = CgroupPlan.For(new() { Memory = new() { Limit = 4096, Swap = 4096 } }, Layouts.Unified, controlDevices: false);
        Assert.Equal([Errno.ENOENT], plan.Writes[0].Tolerated);
        plan = CgroupPlan.For(new() { Memory = new() { Limit = 4096, Swap = 8192 } }, Layouts.Unified, controlDevices: false);
        Assert.Empty(plan.Writes[0].Tolerated);
    }

    [Fact]
    public void Settings_without_effect_are_told()
    {
        CgroupPlan plan = CgroupPlan.For(new() { Memory = new() { Kernel = 5, UseHierarchy = false } }, Layouts.None, controlDevices: false);
        Assert.Empty(plan.Writes);
        Assert.Equal(2, plan.Warnings.Count);
    }

    public static TheoryData<ResourcesSpec, string> RefusedOnVersion2 => new()
    {
        { new() { Memory = new() { Swappiness = 60 } }, "memory swappiness 60 (--memory-swappiness): cgroup v2 has no such limit" },
        { new() { Memory = new() { DisableOomKiller = true } }, "memory.disableOOMKiller (--oom-kill-disable): cgroup v2 has no such limit" },
        { new() { Cpu = new() { RealtimeRuntime = 5 } }, "cpu realtime runtime 5 (--cpu-rt-runtime): cgroup v2 has no such limit" },
        { new() { BlockIo = new() { LeafWeight = 50 } }, "block I/O leaf weight 50 (blockIO.leafWeight): cgroup v2 has no such limit" },
        { new() { Network = new() { ClassId = 1 } }, "network class 1 (network.classID): cgroup v2 has no such limit" },
        { new() { Network = new() { Priorities = [new("eth0", 1)] } }, "network priority 1 of 'eth0' (network.priorities): cgroup v2 has no such limit" },
        { new() { Memory = new() { Swap = 4096 } }, "memory+swap limit 4096 (--memory-swap): it needs a memory limit beside it (--memory)" },
        { new() { Memory = new() { Limit = 8192, Swap = 4096 } }, "memory+swap limit 4096 (--memory-swap): it counts memory and swap together" },
        { new() { Memory = new() { Limit = -5 } }, "memory limit -5 (--memory): a number of bytes is expected" },
        { new() { Cpu = new() { Cpus = "0\n1" } }, "cpuset cpus '0\\x0a1' (--cpuset-cpus): a list such as 0-3,5 is expected" },
        { new() { BlockIo = new() { Weight = 5 } }, "block I/O weight 5 (--blkio-weight): a number from 10 to 1000 is expected" },
        { new() { BlockIo = new() { ThrottleReadBpsDevice = [new(-8, 0, 1)] } }, "block device -8:0 (--device-read-bps): device numbers cannot be negative" },
        { new() { HugepageLimits = [new("../2MB", 1)] }, "limit 1 of huge pages of '../2MB' (hugepageLimits): a page size" },
        { new() { Rdma = Map("a b", new RdmaLimit(1, 1)) }, "rdma limit of 'a b' (rdma): the name of a device" },
        { new() { Unified = Map("../memory.max", "1") }, "unified '../memory.max': the name of a cgroup file" },
        { new() { Unified = Map("memory.max/x", "1") }, "unified 'memory.max/x': the name of a cgroup file" },
        { new() { Unified = Map("tasks", "1") }, "unified 'tasks': the name of a cgroup file" },
        { new() { Unified = Map("cgroup.procs", "0") }, "unified 'cgroup.procs': this file belongs to the runtime" },
        { new() { Unified = Map("cgroup.subtree_control", "+cpu") }, "unified 'cgroup.subtree_control': this file belongs to the runtime" },
        { new() { Unified = Map("foo.bar", "0") }, "unified 'foo.bar': the foo controller is not available under /sys/fs/cgroup" },
    };

    [Theory]
    [MemberData(nameof(RefusedOnVersion2), DisableDiscoveryEnumeration = true)]
    public void What_version_2_cannot_do_is_refused_by_name(ResourcesSpec resources, string message)
    {
        CgroupException error = Assert.Throws<CgroupException>(() => CgroupPlan.For(resources, Layouts.Unified, controlDevices: false));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Swappiness_beyond_100_is_refused_on_version_1() =>
        Assert.Throws<CgroupException>(() => CgroupPlan.For(new() { Memory = new() { Swappiness = 101 } }, Layouts.Legacy, controlDevices: false));

    [Fact]
    public void Unified_settings_are_refused_where_version_2_is_not_alone()
    {
        var resources = new ResourcesSpec { Unified = Map("memory.high", "5") };
        Assert.Throws<CgroupException>(() => CgroupPlan.For(resources, Layouts.Hybrid, controlDevices: false));
        Assert.Throws<CgroupException>(() => CgroupPlan.For(resources, Layouts.Legacy, controlDevices: false));
    }

    [Fact]
    public void A_missing_controller_is_named()
    {
        CgroupException error = Assert.Throws<CgroupException>(
            () => CgroupPlan.For(new() { Cpu = new() { Cpus = "0" } }, Layouts.Hybrid, controlDevices: false));
        Assert.Equal("cpuset cpus '0' (--cpuset-cpus): the cpuset controller is not available under /sys/fs/cgroup", error.Message);

        error = Assert.Throws<CgroupException>(() => CgroupPlan.For(new() { Memory = new() { Limit = 1 } }, Layouts.None, controlDevices: false));
        Assert.Equal("memory limit 1 (--memory): no cgroup file system is mounted under /sys/fs/cgroup", error.Message);
    }

    [Fact]
    public void An_update_cannot_change_devices() =>
        Assert.Throws<CgroupException>(() => CgroupPlan.ForUpdate(new() { Devices = [new() { Allow = true }] }, Layouts.Legacy, currentMemoryLimit: null));

    private static void Matches(string expected, CgroupPlan plan) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', plan.Writes));

    private static string Short(CgroupPlan plan) => string.Join(',', plan.Writes.Select(w => $"{w.File} = {w.Value}"));

    private static Dictionary<string, T> Map<T>(string key, T value) => new(StringComparer.Ordinal) { [key] = value };
}
