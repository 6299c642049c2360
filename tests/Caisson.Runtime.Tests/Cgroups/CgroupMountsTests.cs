using Caisson.Linux.Cgroups;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

public sealed class CgroupMountsTests
{
    private static readonly CgroupLayout Joined = new(
        CgroupLayoutKind.Hybrid,
        [
            new("/sys/fs/cgroup/systemd", "/", ["name=systemd"], IsUnified: false),
            new("/sys/fs/cgroup/cpu,cpuacct", "/", ["cpu", "cpuacct"], IsUnified: false),
            new("/sys/fs/cgroup/unified", "/", [], IsUnified: true),
        ]);

    [Fact]
    public void Version_1_in_a_cgroup_namespace_is_mounted_anew() =>
        Assert.Equal(
            """
            Tmpfs tmpfs on /sys/fs/cgroup (mode=755)
            Cgroup cgroup on /sys/fs/cgroup/systemd (none,name=systemd)
            Cgroup cgroup on /sys/fs/cgroup/cpu,cpuacct (cpu,cpuacct)
            Symlink cpu,cpuacct on /sys/fs/cgroup/cpu
            Symlink cpu,cpuacct on /sys/fs/cgroup/cpuacct
            Cgroup2 cgroup on /sys/fs/cgroup/unified
            """.ReplaceLineEndings("\n"),
            Text(CgroupMounts.For(Joined, "/sys/fs/cgroup", cgroupNamespace: true, "/caisson/one")));

    [Fact]
    public void Version_1_without_a_cgroup_namespace_is_bound() =>
        Assert.Equal(
            """
            Tmpfs tmpfs on /cg (mode=755)
            Bind /sys/fs/cgroup/systemd/caisson/one on /cg/systemd
            Bind /sys/fs/cgroup/cpu,cpuacct/caisson/one on /cg/cpu,cpuacct
            Symlink cpu,cpuacct on /cg/cpu
            Symlink cpu,cpuacct on /cg/cpuacct
            Bind /sys/fs/cgroup/unified/caisson/one on /cg/unified
            """.ReplaceLineEndings("\n"),
            Text(CgroupMounts.For(Joined, "/cg", cgroupNamespace: false, "/caisson/one")));

    [Fact]
    public void Version_2_is_one_mount()
    {
        Assert.Equal("Cgroup2 cgroup on /sys/fs/cgroup", Text(CgroupMounts.For(Layouts.Unified, "/sys/fs/cgroup", cgroupNamespace: true, "/a")));
        Assert.Equal("Bind /sys/fs/cgroup/a on /sys/fs/cgroup", Text(CgroupMounts.For(Layouts.Unified, "/sys/fs/cgroup", cgroupNamespace: false, "/a")));
    }

    [Fact]
    public void A_path_that_leaves_the_hierarchy_is_refused() =>
        Assert.Throws<CgroupException>(() => CgroupMounts.For(Layouts.Unified, "/sys/fs/cgroup", cgroupNamespace: false, "/../../etc"));

    [Fact]
    public void Without_cgroups_the_mount_is_refused() =>
        Assert.Throws<CgroupException>(() => CgroupMounts.For(Layouts.None, "/sys/fs/cgroup", cgroupNamespace: true, "/a"));

    private static string Text(IReadOnlyList<CgroupMount> mounts) => string.Join('\n', mounts);
}
