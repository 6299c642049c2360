using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>Layouts as data, for tests without a kernel.</summary>
internal static class Layouts
{
    internal static CgroupLayout None { get; } = new(CgroupLayoutKind.None, []);

    internal static CgroupLayout Legacy { get; } = new(
        CgroupLayoutKind.Legacy,
        [
            V1("systemd", "name=systemd"), V1("cpu,cpuacct", "cpu", "cpuacct"), V1("cpuset"), V1("memory"), V1("devices"), V1("freezer"),
            V1("blkio"), V1("pids"), V1("hugetlb"), V1("net_cls,net_prio", "net_cls", "net_prio"), V1("rdma"),
        ]);

    internal static CgroupLayout Unified { get; } = new(
        CgroupLayoutKind.Unified,
        [new("/sys/fs/cgroup", "/", ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"], IsUnified: true)]);

    /// <summary>Version 1 without hugetlb, which the unified hierarchy has.</summary>
    internal static CgroupLayout Hybrid { get; } = new(
        CgroupLayoutKind.Hybrid,
        [
            V1("cpu"), V1("cpuacct"), V1("memory"), V1("devices"), V1("pids"),
            new("/sys/fs/cgroup/unified", "/", ["hugetlb"], IsUnified: true),
        ]);

    private static CgroupHierarchy V1(string directory, params string[] controllers) =>
        new("/sys/fs/cgroup/" + directory, "/", controllers.Length == 0 ? [directory] : controllers, IsUnified: false);
}
