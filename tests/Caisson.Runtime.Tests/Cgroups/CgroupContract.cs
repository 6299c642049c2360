using System.Diagnostics;
using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>What holds on a real kernel with every layout; the derived classes say with which.</summary>
public abstract class CgroupContract
{
    private const long MiB = 1 << 20;

    private protected abstract CgroupLayout Layout { get; }

    private CgroupFixture NewFixture(params string[] controllers)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to make cgroups");
        Assert.SkipWhen(Layout.Hierarchies.Count == 0, "this layout is not on this machine");
        foreach (string controller in controllers)
        {
            Assert.SkipWhen(Layout.Find(controller) is null, $"the {controller} controller is not available");
        }

        return new CgroupFixture(Layout);
    }


    [Fact]
    public void Create_makes_the_cgroup_in_every_hierarchy_and_Remove_leaves_none()
    {
        using CgroupFixture fixture = NewFixture();
        Cgroup cgroup = fixture.Create();
        Assert.All(fixture.Layout.Hierarchies, h => Assert.True(Directory.Exists(h.MountPoint + fixture.Path), h.MountPoint));

        cgroup.Remove();
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Remove_of_a_removed_cgroup_is_no_error()
    {
        using CgroupFixture fixture = NewFixture();
        Cgroup cgroup = fixture.Create();
        cgroup.Remove();
        cgroup.Remove();
    }

    [Fact]
    public void A_process_enters_through_the_entry_descriptors()
    {
        using CgroupFixture fixture = NewFixture();
        CgroupEntry entry = fixture.Create().Entry;
        Assert.Equal(fixture.Layout.Hierarchies.Count(h => !h.IsUnified), entry.TaskFiles.Count);
        Assert.Equal(fixture.Layout.Unified is not null, entry.UnifiedDirectory is not null);
        Assert.Equal(fixture.IsUnified, entry.UnifiedRequired);

        // The shell writes "0" to the descriptors themselves, found through /proc because the test host does not pass descriptors on.
        string files = string.Join(' ', entry.TaskFiles.Select(PathOf))
            + (entry.UnifiedRequired ? PathOf(entry.UnifiedDirectory!) + "/cgroup.procs" : "");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"for f in {files}; do echo 0 > $f || exit 1; done; cat /proc/self/cgroup");
        using Process process = Process.Start(start)!;
        IReadOnlyList<CgroupMembership> memberships = CgroupMembership.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.All(memberships.Where(m => m.HierarchyId == 0 == fixture.IsUnified), m => Assert.Equal(fixture.Path, m.Path));

        static string PathOf(SafeFileHandle file) => $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}";
    }

    [Fact]
    public void The_pids_limit_stops_forks()
    {
        using CgroupFixture fixture = NewFixture("pids");
        fixture.Create(new() { PidsLimit = 3 });
        (_, string output) = fixture.Run("for i in 1 2 3 4 5 6; do sleep 60 >/dev/null & done; echo started all");
        Assert.DoesNotContain("started all", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_limit_kills_and_is_counted()
    {
        using CgroupFixture fixture = NewFixture("memory");
        Cgroup cgroup = fixture.Create(new() { Memory = new() { Limit = 16 * MiB, Swap = 16 * MiB } });
        Process hungry = fixture.Start("exec dd if=/dev/zero of=/dev/null bs=64M count=1 2>/dev/null");
        Assert.True(hungry.WaitForExit(CgroupFixture.Patience));

        Assert.Equal(137, hungry.ExitCode);
        CgroupUsage usage = cgroup.ReadUsage();
        Assert.Equal(16 * MiB, usage.MemoryLimitBytes);
        Assert.InRange(usage.OutOfMemoryKills!.Value, 1, 10);
    }

    [Fact]
    public void The_cpuset_limits_the_processors()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "needs two processors");
        using CgroupFixture fixture = NewFixture("cpuset");
        fixture.Create(new() { Cpu = new() { Cpus = "0" } });
        (int exitCode, string output) = fixture.Run("grep Cpus_allowed_list /proc/self/status");
        Assert.Equal(0, exitCode);
        Assert.Equal("Cpus_allowed_list:\t0\n", output);
    }

    [Fact]
    public void Cpu_limits_reach_the_kernel()
    {
        using CgroupFixture fixture = NewFixture("cpu");
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
        using CgroupFixture fixture = NewFixture("memory");
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
        using CgroupFixture fixture = NewFixture("cpu");
        Cgroup cgroup = fixture.Create(new() { Cpu = new() { Quota = 80000, Period = 100000, Burst = 60000 } });
        cgroup.Update(new() { Cpu = new() { Quota = 40000, Period = 100000, Burst = 10000 } });
        Assert.Equal(
            fixture.IsUnified ? "40000 100000" : "40000",
            fixture.Read("cpu", fixture.IsUnified ? "cpu.max" : "cpu.cfs_quota_us"));
    }

    [Fact]
    public void A_refused_value_names_the_limit_and_undoes_the_cgroup()
    {
        using CgroupFixture fixture = NewFixture("cpuset");
        LinuxException error = Assert.Throws<LinuxException>(() => fixture.Create(new() { Cpu = new() { Cpus = "8000" } }));
        Assert.StartsWith("set cpuset cpus '8000' (--cpuset-cpus) in cpuset.cpus: ", error.Message, StringComparison.Ordinal);
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Undo_removes_the_ancestors_it_made_too()
    {
        using CgroupFixture fixture = NewFixture("cpuset");
        Assert.Throws<LinuxException>(() => fixture.Create(new() { Cpu = new() { Mems = "900" } }, below: "/a/b"));
        Assert.False(fixture.Exists());
    }

    [Fact]
    public void Kill_ends_a_tree_that_forks_all_the_time()
    {
        using CgroupFixture fixture = NewFixture("pids");
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
        using CgroupFixture fixture = NewFixture();
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
        using CgroupFixture fixture = NewFixture();
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
        using CgroupFixture fixture = NewFixture();
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
        using CgroupFixture fixture = NewFixture();
        Cgroup cgroup = fixture.Create();
        Process process = fixture.Start("exec sleep 600");
        CgroupException error = Assert.Throws<CgroupException>(() => cgroup.Remove(TimeSpan.FromMilliseconds(50)));
        Assert.EndsWith($"1 processes still there after 0.1 s, the first is {process.Id}", error.Message, StringComparison.Ordinal);
        Assert.True(fixture.Exists());
    }

    [Fact]
    public void Create_takes_over_an_empty_cgroup_but_not_one_in_use()
    {
        using CgroupFixture fixture = NewFixture();
        fixture.Create();
        fixture.Create();
        Process process = fixture.Start("exec sleep 600");
        CgroupException error = Assert.Throws<CgroupException>(() => fixture.Create());
        Assert.Contains($"already has processes, the first is {process.Id}", error.Message, StringComparison.Ordinal);
        Assert.False(process.HasExited);
    }

    [Fact]
    public void Device_rules_deny_what_is_not_listed()
    {
        const string Script = """
            (: < /dev/zero) 2> /dev/null && echo read zero
            (: < /dev/kmsg) 2> /dev/null && echo read kmsg
            (: >> /dev/kmsg) 2> /dev/null && echo write kmsg
            true
            """;
        using CgroupFixture open = NewFixture();
        open.Create();
        Assert.SkipUnless(open.Run(Script).Output is "read zero\nread kmsg\nwrite kmsg\n", "the devices of this machine are restricted already");

        using CgroupFixture fixture = NewFixture();
        fixture.Create(new() { Devices = [new() { Allow = true, Type = "c", Major = 1, Minor = 11, Access = "r" }] });
        Assert.Equal("read zero\nread kmsg\n", fixture.Run(Script).Output);
    }

    [Fact]
    public void TryOpen_finds_only_what_exists()
    {
        using CgroupFixture fixture = NewFixture();
        Assert.Null(Cgroup.TryOpen(fixture.Layout, fixture.Path));
        fixture.Create();
        using Cgroup? opened = Cgroup.TryOpen(fixture.Layout, fixture.Path);
        Assert.NotNull(opened);
        opened.Remove();
        Assert.Null(Cgroup.TryOpen(fixture.Layout, fixture.Path));
    }
}
