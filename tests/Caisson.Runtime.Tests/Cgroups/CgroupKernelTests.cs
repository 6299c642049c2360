using System.Diagnostics;
using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>Against this machine's cgroups, whichever layout it has.</summary>
[Collection(nameof(CgroupKernelTests))]
public sealed class CgroupKernelTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Create_makes_the_cgroup_in_every_hierarchy_and_Remove_leaves_none()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        Assert.All(fixture.Layout.Hierarchies, h => Assert.True(Directory.Exists(h.MountPoint + fixture.Path), h.MountPoint));

        cgroup.Remove();
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Remove_of_a_removed_cgroup_is_no_error()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        cgroup.Remove();
        cgroup.Remove();
    }

    [Fact]
    public void A_process_enters_through_the_entry_descriptors()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        CgroupEntry entry = fixture.Create().Entry;
        Assert.Equal(fixture.Layout.Hierarchies.Count(h => !h.IsUnified), entry.TaskFiles.Count);
        Assert.Equal(fixture.Layout.Unified is not null, entry.UnifiedDirectory is not null);
        Assert.Equal(fixture.IsUnified, entry.UnifiedRequired);

        // The shell writes "0" to the descriptors themselves, found through /proc because the test host does not pass descriptors on.
        string files = string.Join(' ', entry.TaskFiles.Select(f => $"/proc/{Environment.ProcessId}/fd/{f.DangerousGetHandle()}"));
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"for f in {files}; do echo 0 > $f || exit 1; done; cat /proc/self/cgroup");
        using Process process = Process.Start(start)!;
        IReadOnlyList<CgroupMembership> memberships = CgroupMembership.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.All(memberships.Where(m => m.HierarchyId != 0), m => Assert.Equal(fixture.Path, m.Path));
    }

    [Fact]
    public void The_pids_limit_stops_forks()
    {
        CgroupFixture.Require("pids");
        using var fixture = new CgroupFixture();
        fixture.Create(new() { PidsLimit = 3 });
        (_, string output) = fixture.Run("for i in 1 2 3 4 5 6; do sleep 5 & done; echo started all");
        Assert.DoesNotContain("started all", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_limit_kills_and_is_counted()
    {
        CgroupFixture.Require("memory");
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create(new() { Memory = new() { Limit = 16 * MiB, Swap = 16 * MiB } });
        Process hungry = fixture.Start("exec tail -c 64M /dev/zero");   // Keeps the last 64 MiB in memory.
        Assert.True(hungry.WaitForExit(CgroupFixture.Patience));

        Assert.Equal(137, hungry.ExitCode);
        CgroupUsage usage = cgroup.ReadUsage();
        Assert.Equal(16 * MiB, usage.MemoryLimitBytes);
        Assert.InRange(usage.OutOfMemoryKills!.Value, 1, 10);
    }

    [Fact]
    public void The_cpuset_limits_the_processors()
    {
        CgroupFixture.Require("cpuset");
        Assert.SkipWhen(Environment.ProcessorCount < 2, "needs two processors");
        using var fixture = new CgroupFixture();
        fixture.Create(new() { Cpu = new() { Cpus = "0" } });
        (int exitCode, string output) = fixture.Run("grep Cpus_allowed_list /proc/self/status");
        Assert.Equal(0, exitCode);
        Assert.Equal("Cpus_allowed_list:\t0\n", output);
    }

    [Fact]
    public void Cpu_limits_reach_the_kernel()
    {
        CgroupFixture.Require("cpu");
        using var fixture = new CgroupFixture();
        fixture.Create(new() { Cpu = new() { Shares = 512, Quota = 50000, Period = 100000, Burst = 10000 } });
        if (fixture.IsUnified)
        {
            Assert.Equal("50000 100000", fixture.Read("cpu", "cpu.max"));
            Assert.Equal("59", fixture.Read("cpu", "cpu.weight"));
        }
        else
        {
            Assert.Equal("50000", fixture.Read("cpu", "cpu.cfs_quota_us"));
            Assert.Equal("512", fixture.Read("cpu", "cpu.shares"));
            Assert.Equal("10000", fixture.Read("cpu", "cpu.cfs_burst_us"));
        }
    }

    [Theory]
    [InlineData(256, 512, 64, 128)]
    [InlineData(64, 128, 256, 512)]
    [InlineData(64, 64, 128, 128)]
    [InlineData(128, 128, 64, 64)]
    public void Update_moves_memory_and_swap_limits_both_ways(long limit, long swap, long newLimit, long newSwap)
    {
        CgroupFixture.Require("memory");
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create(new() { Memory = new() { Limit = limit * MiB, Swap = swap * MiB } });
        cgroup.Update(new() { Memory = new() { Limit = newLimit * MiB, Swap = newSwap * MiB } });
        Assert.Equal(newLimit * MiB, cgroup.ReadUsage().MemoryLimitBytes);
        string swapFile = fixture.IsUnified ? "memory.swap.max" : "memory.memsw.limit_in_bytes";
        string expected = ((fixture.IsUnified ? newSwap - newLimit : newSwap) * MiB).ToString();
        if (File.Exists($"{fixture.Layout.Find("memory")!.MountPoint}{fixture.Path}/{swapFile}"))
        {
            Assert.Equal(expected, fixture.Read("memory", swapFile));
        }

        cgroup.Update(new() { Memory = new() { Limit = -1 } });
        Assert.Null(cgroup.ReadUsage().MemoryLimitBytes);
    }

    [Fact]
    public void Update_changes_the_cpu_quota_below_the_burst_in_force()
    {
        CgroupFixture.Require("cpu");
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create(new() { Cpu = new() { Quota = 80000, Period = 100000, Burst = 60000 } });
        cgroup.Update(new() { Cpu = new() { Quota = 40000, Period = 100000, Burst = 10000 } });
        Assert.Equal(
            fixture.IsUnified ? "40000 100000" : "40000",
            fixture.Read("cpu", fixture.IsUnified ? "cpu.max" : "cpu.cfs_quota_us"));
    }

    [Fact]
    public void A_refused_value_names_the_limit_and_undoes_the_cgroup()
    {
        CgroupFixture.Require("cpuset");
        using var fixture = new CgroupFixture();
        LinuxException error = Assert.Throws<LinuxException>(() => fixture.Create(new() { Cpu = new() { Cpus = "8000" } }));
        Assert.StartsWith("set cpuset cpus '8000' (--cpuset-cpus) in cpuset.cpus: ", error.Message, StringComparison.Ordinal);
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Undo_removes_the_ancestors_it_made_too()
    {
        CgroupFixture.Require("cpuset");
        using var fixture = new CgroupFixture();
        Assert.Throws<LinuxException>(() => fixture.Create(new() { Cpu = new() { Mems = "900" } }, below: "/a/b"));
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Kill_ends_a_tree_that_forks_all_the_time()
    {
        CgroupFixture.Require("pids");
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create(new() { PidsLimit = 200 });
        fixture.Start("bomb() { while :; do (bomb) & (sleep 60) & done; }; bomb 2>/dev/null");
        Assert.True(SpinWait.SpinUntil(() => cgroup.ReadUsage().Tasks > 50, CgroupFixture.Patience));

        cgroup.Kill(CgroupFixture.Patience);
        Assert.Empty(cgroup.Processes());
        Assert.Equal("200", fixture.Read("pids", "pids.max"));
        cgroup.Remove();
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Kill_reaches_processes_in_nested_and_frozen_cgroups()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        fixture.Create(below: "/inner");
        Process process = fixture.Start("exec sleep 600", below: "/inner");
        Assert.Contains(process.Id, cgroup.Processes());
        cgroup.Freeze(CgroupFixture.Patience);

        cgroup.Kill(CgroupFixture.Patience);
        Assert.True(process.WaitForExit(CgroupFixture.Patience));
        cgroup.Remove();
        Assert.False(fixture.Exists());
    }

    [Fact]
    public async Task Freeze_stops_the_processes_until_Thaw()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        Process process = fixture.Start("while read line; do echo $line; done");
        cgroup.Freeze(CgroupFixture.Patience);
        Assert.True(cgroup.IsFrozen);
        await process.StandardInput.WriteLineAsync("hello");
        await process.StandardInput.FlushAsync();
        Task<string?> answer = process.StandardOutput.ReadLineAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(100)));

        cgroup.Thaw(CgroupFixture.Patience);
        Assert.False(cgroup.IsFrozen);
        Assert.Equal("hello", await answer.WaitAsync(CgroupFixture.Patience));
    }

    [Fact]
    public void Remove_takes_nested_cgroups_with_odd_names_and_great_depth()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        foreach (CgroupHierarchy hierarchy in fixture.Layout.Hierarchies)
        {
            // A shell, because .NET cannot say names that are not UTF-8.
            using Process shell = Process.Start("/bin/sh", ["-c", """cd "$0" && mkdir "$(printf 'bad\377name')" 'a b' && for i in $(seq 60); do mkdir d && cd d || exit 1; done""", hierarchy.MountPoint + fixture.Path]);
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }

        cgroup.Remove();
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Remove_says_who_is_left()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Cgroup cgroup = fixture.Create();
        Process process = fixture.Start("exec sleep 600");
        CgroupException error = Assert.Throws<CgroupException>(() => cgroup.Remove(TimeSpan.FromMilliseconds(50)));
        Assert.EndsWith($"1 processes still there after 0.1 s, the first is {process.Id}", error.Message, StringComparison.Ordinal);
        Assert.True(fixture.Exists());
    }

    [Fact]
    public void Create_takes_over_an_empty_cgroup_but_not_one_in_use()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        fixture.Create();
        fixture.Create();
        Process process = fixture.Start("exec sleep 600");
        CgroupException error = Assert.Throws<CgroupException>(() => fixture.Create());
        Assert.Contains($"already has processes, the first is {process.Id}", error.Message, StringComparison.Ordinal);
        Assert.False(process.HasExited);
    }

    [Theory]
    [InlineData("/../escape")]
    [InlineData("/caisson-test/../../escape")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/a//b")]
    [InlineData("/a/./b")]
    [InlineData("/a\nb")]
    [InlineData("/a\0b")]
    public void Hostile_paths_are_refused(string path)
    {
        Assert.Throws<CgroupException>(() => Cgroup.Create(CgroupLayout.Detect(), path, CgroupPlan.Empty));
        Assert.Throws<CgroupException>(() => Cgroup.TryOpen(CgroupLayout.Detect(), path));
    }

    [Fact]
    public void Device_rules_deny_what_is_not_listed()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        fixture.Create(new() { Devices = [new() { Allow = true, Type = "c", Major = 1, Minor = 1, Access = "r" }] });
        (_, string output) = fixture.Run(
            "head -c1 /dev/zero >/dev/null && echo zero; { : < /dev/mem; } 2>/dev/null && echo mem; { : >> /dev/mem; } 2>/dev/null && echo write; "
            + "{ : < /dev/kmsg; } 2>/dev/null && echo kmsg; true");
        Assert.Equal("zero\nmem\n", output);
    }

    [Fact]
    public void TryOpen_finds_only_what_exists()
    {
        CgroupFixture.Require();
        using var fixture = new CgroupFixture();
        Assert.Null(Cgroup.TryOpen(fixture.Layout, fixture.Path));
        fixture.Create();
        using Cgroup? opened = Cgroup.TryOpen(fixture.Layout, fixture.Path);
        Assert.NotNull(opened);
        opened.Remove();
        Assert.Null(Cgroup.TryOpen(fixture.Layout, fixture.Path));
    }
}
