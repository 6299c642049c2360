using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>Resource flags as the kernel has them: cgroup files read from outside, limits read inside.</summary>
public sealed class ResourceTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Memory_limit_is_in_force()
    {
        using RunningContainer box = sandbox.Detached("--memory", "64m");
        Assert.Equal("67108864", Host.HasCgroupV1 ? box.CgroupFile("memory", "memory.limit_in_bytes") : box.CgroupFile("memory", "memory.max"));
    }

    [Fact]
    public void Pids_limit_is_in_force()
    {
        using RunningContainer box = sandbox.Detached("--pids-limit", "17");
        Assert.Equal("17", box.CgroupFile("pids", "pids.max"));
    }

    [Fact]
    public void Cpus_become_quota_and_period()
    {
        using RunningContainer box = sandbox.Detached("--cpus", "0.5");
        string seen = Host.HasCgroupV1
            ? box.CgroupFile("cpu", "cpu.cfs_quota_us") + " " + box.CgroupFile("cpu", "cpu.cfs_period_us")
            : box.CgroupFile("cpu", "cpu.max");
        Assert.Equal("50000 100000", seen);
    }

    [Fact]
    public void Cpuset_is_in_force()
    {
        using RunningContainer box = sandbox.Detached("--cpuset-cpus", "0");
        Assert.Equal("0", Host.Status(box.Pid, "Cpus_allowed_list"));
    }

    [Fact]
    public void Fork_bomb_stops_at_the_pids_limit()
    {
        CommandResult result = sandbox.Caisson(
            "run", "--rm", "--pids-limit", "10", Sandbox.Busybox, "sh", "-c", "for i in $(seq 30); do sleep 1000 & done; echo all");
        Assert.DoesNotContain("all", result.Out, StringComparison.Ordinal);
        Assert.NotEqual(0, result.ExitCode);
    }

    [Fact]
    public void Process_that_takes_more_than_its_memory_is_killed() =>
        sandbox.Caisson("run", "--rm", "--memory", "32m", "--memory-swap", "32m", Sandbox.Busybox, "sh", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}")
            .ExitedWith(137);

    [Fact]
    public void Ulimits_are_set_inside()
    {
        CommandResult result = sandbox.Caisson(
            "run", "--rm", "--ulimit", "nofile=99:100", "--ulimit", "core=0", Sandbox.Busybox, "grep", "-E", "open files|core file", "/proc/self/limits");
        Assert.Matches(@"Max core file size\s+0\s+0\s", result.Succeeded().Out);
        Assert.Matches(@"Max open files\s+99\s+100\s", result.Out);
    }

    [Fact]
    public void Oom_score_adjustment_is_set_inside() =>
        Assert.Equal("321\n", sandbox.Caisson("run", "--rm", "--oom-score-adj", "321", Sandbox.Busybox, "cat", "/proc/self/oom_score_adj").Succeeded().Out);

    [Fact]
    public void Sysctl_of_an_own_namespace_is_set_inside() =>
        Assert.Equal("1234\n", sandbox.Caisson("run", "--rm", "--sysctl", "net.core.somaxconn=1234", Sandbox.Busybox, "cat", "/proc/sys/net/core/somaxconn").Succeeded().Out);
}
