using Caisson.Linux.Cgroups;

namespace Caisson.Linux.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    [Fact]
    public void A_hybrid_host_is_found() =>
        Matches(
            """
            Hybrid
            /sys/fs/cgroup/unified (v2: )
            /sys/fs/cgroup/systemd (v1: name=systemd)
            /sys/fs/cgroup/cpu,cpuacct (v1: cpu,cpuacct)
            /sys/fs/cgroup/memory (v1: memory)
            """,
            """
            22 27 0:20 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
            27 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
            31 22 0:26 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,size=4096k,nr_inodes=1024,mode=755
            32 31 0:27 / /sys/fs/cgroup/unified rw,nosuid,nodev,noexec,relatime shared:10 - cgroup2 cgroup2 rw,nsdelegate
            33 31 0:28 / /sys/fs/cgroup/systemd rw,nosuid,nodev,noexec,relatime shared:11 - cgroup cgroup rw,xattr,release_agent=/lib/systemd/systemd-cgroups-agent,name=systemd
            37 31 0:32 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid,nodev,noexec,relatime shared:15 master:3 - cgroup cgroup rw,cpu,cpuacct
            38 31 0:33 / /sys/fs/cgroup/memory rw,nosuid,nodev,noexec,relatime - cgroup cgroup rw,memory
            """);

    [Fact]
    public void A_unified_host_is_found() =>
        Matches(
            """
            Unified
            /sys/fs/cgroup (v2: )
            """,
            """
            24 29 0:22 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
            29 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
            30 24 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
            """);

    [Fact]
    public void A_container_of_another_engine_shows_its_part_of_the_tree()
    {
        CgroupLayout layout = CgroupLayout.Parse(
            "905 904 0:30 /docker/4f2a /sys/fs/cgroup/pids ro,nosuid,nodev,noexec,relatime master:14 - cgroup cgroup rw,pids\n");
        Assert.Equal(CgroupLayoutKind.Legacy, layout.Kind);
        Assert.Equal("/docker/4f2a", layout.Find("pids")!.Root);
    }

    [Fact]
    public void Cgroup2_mounted_over_version_1_hides_it() =>
        Matches(
            """
            Unified
            /sys/fs/cgroup (v2: )
            """,
            """
            23 1 0:20 / /sys rw - sysfs sysfs rw
            31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
            32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
            """);

    [Fact]
    public void Version_1_mounted_over_cgroup2_hides_it() =>
        Matches(
            """
            Legacy
            /sys/fs/cgroup/cpu (v1: cpu)
            """,
            """
            23 1 0:20 / /sys rw - sysfs sysfs rw
            31 23 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
            41 31 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
            42 41 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            """);

    [Fact]
    public void Version_1_mounted_again_over_version_1_is_found_although_the_old_mounts_are_listed() =>
        Matches(
            """
            Legacy
            /sys/fs/cgroup/cpu (v1: cpu)
            """,
            """
            46 1 0:20 / /sys rw - sysfs sysfs rw
            47 46 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
            48 47 0:29 /../.. /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            57 47 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            64 47 0:40 / /sys/fs/cgroup rw - tmpfs none rw
            65 64 0:29 / /sys/fs/cgroup/cpu rw - cgroup none rw,cpu
            """);

    [Fact]
    public void Of_several_mounts_of_a_hierarchy_the_usual_place_wins() =>
        Matches(
            """
            Legacy
            /sys/fs/cgroup/memory (v1: memory)
            """,
            """
            50 1 0:33 /docker/x /srv/chroot/cgroup rw - cgroup cgroup rw,memory
            51 1 0:33 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            52 1 0:33 / /mnt/cgroup rw - cgroup cgroup rw,memory
            """);

    [Fact]
    public void Escaped_mount_points_are_unescaped() =>
        Assert.Equal(
            "/mnt/a b\\c",
            CgroupLayout.Parse("""50 1 0:33 / /mnt/a\040b\134c rw - cgroup cgroup rw,memory""").Find("memory")!.MountPoint);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("1 2 3")]
    [InlineData(" - cgroup cgroup rw,cpu")]
    [InlineData("a b 0:1 / /x rw - cgroup cgroup rw,cpu")]
    [InlineData("1 1 0:1 / /x rw - cgroup")]
    [InlineData("1 2 0:1 / / rw - ext4 x rw\n2 1 0:1 / / rw - ext4 x rw\n")]
    public void Damaged_texts_show_no_cgroups(string text) => Assert.Equal(CgroupLayoutKind.None, CgroupLayout.Parse(text).Kind);

    [Fact]
    public void A_cycle_of_parents_does_not_hang() =>
        Assert.Equal(
            CgroupLayoutKind.None,
            CgroupLayout.Parse("1 2 0:1 / /a/b rw - cgroup c rw,cpu\n2 1 0:1 / /a rw - tmpfs t rw\n3 9 0:1 / /a rw - tmpfs t rw").Kind);

    [Fact]
    public void Detect_agrees_with_the_mount_table()
    {
        CgroupLayout detected = CgroupLayout.Detect();
        CgroupLayout parsed = CgroupLayout.Parse(File.ReadAllText("/proc/self/mountinfo"));
        Assert.Equal(parsed.Kind, detected.Kind);
        Assert.Equal(string.Join(' ', parsed.Hierarchies.Select(h => h.MountPoint)), string.Join(' ', detected.Hierarchies.Select(h => h.MountPoint)));
    }

    private static void Matches(string expected, string mountInfo)
    {
        CgroupLayout layout = CgroupLayout.Parse(mountInfo);
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', layout.Hierarchies.Select(h => h.ToString()).Prepend(layout.Kind.ToString())));
    }
}
