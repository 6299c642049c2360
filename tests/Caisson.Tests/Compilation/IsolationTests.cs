using Caisson.Compilation;
using Caisson.Namespaces;
using Caisson.Oci.Runtime;
using Caisson.Security;
using Caisson.Users;
using static Caisson.Tests.Compilation.Compiling;

namespace Caisson.Tests.Compilation;

public class IsolationTests
{
    private static readonly SecurityOptions Privileged = new() { Privileged = true };

    private static IEnumerable<string> Kinds(NamespaceOptions options, SpecInputs? inputs = null) =>
        LinuxOf(Busybox with { Namespaces = options }, inputs).Namespaces.Select(n => n.Path is null ? n.Type : $"{n.Type}={n.Path}");

    [Fact]
    public void Namespaces_are_new_shared_or_joined()
    {
        Assert.Equal(["mount", "network", "uts", "pid", "ipc", "cgroup"], Kinds(NamespaceOptions.Default));
        Assert.Equal(["mount", "uts", "pid", "ipc", "cgroup"], Kinds(new() { Network = NamespaceMode.Host }));
        Assert.Equal(
            ["mount"],
            Kinds(new() { Network = NamespaceMode.Host, Pid = NamespaceMode.Host, Ipc = NamespaceMode.Host, Uts = NamespaceMode.Host, Cgroup = NamespaceMode.Host }));
        var paths = new Dictionary<string, string>(StringComparer.Ordinal) { ["network"] = "/proc/7/ns/net", ["pid"] = "/proc/7/ns/pid" };
        NamespaceOptions joined = new() { Network = NamespaceMode.OfContainer("a"), Pid = NamespaceMode.OfContainer("a") };
        Assert.Equal(
            ["mount", "network=/proc/7/ns/net", "uts", "pid=/proc/7/ns/pid", "ipc", "cgroup"], Kinds(joined, Inputs with { NamespacePaths = paths }));
        Assert.Throws<ArgumentException>(() => Kinds(joined).ToList());
        paths["user"] = "/proc/7/ns/user";
        Assert.Equal("user=/proc/7/ns/user", Kinds(joined, Inputs with { NamespacePaths = paths }).First());
        Assert.DoesNotContain(Kinds(NamespaceOptions.Default, Inputs with { NamespacePaths = paths }), kind => kind.StartsWith("user", StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_namespace_has_ranges()
    {
        NamespaceOptions mapped = new() { User = NamespaceSyntax.ParseUser("0:100000:1000") };
        LinuxSpec linux = LinuxOf(Busybox with { Namespaces = mapped });
        Assert.Equal("user", linux.Namespaces[0].Type);
        Assert.Equal([new IdMapping(0, 100000, 1000)], linux.UidMappings);
        Assert.Equal([new IdMapping(0, 100000, 1000)], linux.GidMappings);
        Assert.Equal("0 999", linux.Sysctl["net.ipv4.ping_group_range"]);
        NamespaceOptions own = new() { User = UserNamespace.Private };
        Assert.Equal(
            "--userns private needs ranges in /etc/subuid and /etc/subgid, or give a map as --userns 0:100000:65536",
            Refused(Busybox with { Namespaces = own }));
        SpecInputs withRanges = Inputs with { Host = Host with { PrivateUids = [new(0, 5000, 10)], PrivateGids = [new(0, 6000, 10)] } };
        Assert.Equal([new IdMapping(0, 6000, 10)], LinuxOf(Busybox with { Namespaces = own }, withRanges).GidMappings);
    }

    [Fact]
    public void Who_is_not_mapped_cannot_run()
    {
        NamespaceOptions mapped = new() { User = NamespaceSyntax.ParseUser("0:100000:1000") };
        string Try(UserIdentity user) => Refused(Busybox with { Namespaces = mapped }, Inputs with { User = user });
        Assert.Equal("user id 1000 is not mapped in the container's user namespace", Try(new UserIdentity { Uid = 1000 }));
        Assert.Equal("group id 1001 is not mapped in the container's user namespace", Try(new UserIdentity { Gid = 1001 }));
        Assert.Equal("group id 5000 is not mapped in the container's user namespace", Try(new UserIdentity { AdditionalGids = [0, 5000] }));
    }

    [Fact]
    public void A_user_namespace_binds_what_it_may_not_mount()
    {
        NamespaceOptions options = new()
        {
            User = NamespaceSyntax.ParseUser("0:100000:3"), Network = NamespaceMode.Host, Pid = NamespaceMode.Host, Ipc = NamespaceMode.Host,
        };
        RuntimeSpec spec = Compile(Busybox with { Namespaces = options });
        Assert.All(["/proc", "/sys", "/dev/mqueue", "/dev/shm"], path => Assert.Equal(("bind", path), (MountAt(spec, path).Type, MountAt(spec, path).Source)));
        Assert.Contains("ro", MountAt(spec, "/sys").Options);
        Assert.DoesNotContain(MountAt(spec, "/dev/pts").Options, option => option.StartsWith("gid=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_namespace_binds_what_another_container_has_mounted()
    {
        NamespaceOptions options = new()
        {
            User = NamespaceSyntax.ParseUser("0:100000:1000"), Network = NamespaceMode.OfContainer("a"), Pid = NamespaceMode.OfContainer("a"),
            Ipc = NamespaceMode.OfContainer("a"),
        };
        var paths = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["network"] = "/proc/7/ns/net", ["pid"] = "/proc/7/ns/pid", ["ipc"] = "/proc/7/ns/ipc",
        };
        SpecInputs inputs = Inputs with { NamespacePaths = paths, SharedMemoryPath = "/proc/7/root/dev/shm" };
        RuntimeSpec spec = Compile(Busybox with { Namespaces = options }, inputs);
        Assert.All(["/proc", "/sys", "/dev/mqueue", "/dev/shm"], path => Assert.Equal("/proc/7/root" + path, MountAt(spec, path).Source));
        Assert.All(["/proc", "/sys", "/dev/mqueue"], path => Assert.Equal("bind", MountAt(spec, path).Options[0]));
        RuntimeSpec plain = Compile(Busybox with { Namespaces = options with { User = UserNamespace.Host } }, inputs);
        Assert.Equal(["proc", "sysfs", "mqueue"], new[] { "/proc", "/sys", "/dev/mqueue" }.Select(path => MountAt(plain, path).Type));
    }

    [Fact]
    public void Message_queues_that_the_host_has_not_mounted_are_left_out()
    {
        NamespaceOptions options = new() { User = NamespaceSyntax.ParseUser("0:100000:1000"), Ipc = NamespaceMode.Host };
        SpecInputs without = Inputs with { Host = Host with { HasMessageQueueMount = false } };
        Assert.DoesNotContain(Compile(Busybox with { Namespaces = options }, without).Mounts, m => m.Destination is "/dev/mqueue");
        Assert.Contains(
            Compile(Busybox with { Namespaces = options with { User = UserNamespace.Host } }, without).Mounts, m => m.Destination is "/dev/mqueue");
    }

    [Fact]
    public void Default_sysctls_need_a_new_network()
    {
        Assert.Equal("0", LinuxOf(Busybox).Sysctl["net.ipv4.ip_unprivileged_port_start"]);
        Assert.Equal("0 2147483647", LinuxOf(Busybox).Sysctl["net.ipv4.ping_group_range"]);
        Assert.Empty(LinuxOf(Busybox with { Namespaces = new() { Network = NamespaceMode.Host } }).Sysctl);
        var own = new Dictionary<string, string>(StringComparer.Ordinal) { ["net.ipv4.ip_unprivileged_port_start"] = "1024", ["kernel.sem"] = "1 2 3 4" };
        IReadOnlyDictionary<string, string> sysctls = LinuxOf(Busybox with { Sysctls = own }).Sysctl;
        Assert.Equal("1024", sysctls["net.ipv4.ip_unprivileged_port_start"]);
        Assert.Equal("1 2 3 4", sysctls["kernel.sem"]);
    }

    [Fact]
    public void The_host_name_is_said_shared_or_the_short_id()
    {
        Assert.Equal("0123456789ab", Compile(Busybox).Hostname);
        Assert.Equal("web", Compile(Busybox with { Hostname = "web", Domainname = "example" }).Hostname);
        Assert.Equal("example", Compile(Busybox with { Hostname = "web", Domainname = "example" }).Domainname);
        Assert.Equal("metal", Compile(Busybox with { Namespaces = new() { Network = NamespaceMode.Host } }).Hostname);
        RuntimeSpec shared = Compile(Busybox with { Namespaces = new() { Uts = NamespaceMode.Host } });
        Assert.Null(shared.Hostname);
        Assert.Contains("HOSTNAME=metal", shared.Process!.Env);
        SpecInputs joined = Inputs with { NamespacePaths = new Dictionary<string, string>(StringComparer.Ordinal) { ["network"] = "/n" }, SharedHostname = "other" };
        Assert.Equal("other", Compile(Busybox with { Namespaces = new() { Network = NamespaceMode.OfContainer("a") } }, joined).Hostname);
    }

    [Fact]
    public void Paths_are_masked_and_unmasked()
    {
        LinuxSpec Of(SecurityOptions options) => LinuxOf(Busybox with { Security = options });
        Assert.Equal((12, 5), (Of(new()).MaskedPaths.Count, Of(new()).ReadonlyPaths.Count));
        Assert.Equal("/secret", Of(new() { Mask = ["/secret"] }).MaskedPaths[^1]);
        Assert.DoesNotContain("/proc/kcore", Of(new() { Unmask = ["/proc/kcore"] }).MaskedPaths);
        Assert.DoesNotContain("/proc/sys", Of(new() { Unmask = ["/proc/sys"] }).ReadonlyPaths);
        foreach (SecurityOptions open in (SecurityOptions[])[Privileged, new() { SystemPathsUnconfined = true }, new() { Unmask = ["ALL"] }])
        {
            Assert.Empty(Of(open).MaskedPaths);
            Assert.Empty(Of(open).ReadonlyPaths);
            Assert.Equal(["/x"], Of(open with { Mask = ["/x"] }).MaskedPaths);
        }

        Assert.Equal("unmask=/etc: this path is neither masked nor read-only", Refused(Busybox with { Security = new() { Unmask = ["/etc"] } }));
    }

    [Fact]
    public void A_privileged_container_may_write_sys_and_cgroups_and_use_every_device()
    {
        DeviceSpec disk = new() { Path = "/dev/sda", Type = "b", Major = 8, Minor = 0 };
        RuntimeSpec spec = Compile(Busybox with { Security = Privileged }, Inputs with { Host = Host with { Devices = [disk] } });
        Assert.Contains("rw", MountAt(spec, "/sys").Options);
        Assert.Contains("rw", MountAt(spec, "/sys/fs/cgroup").Options);
        Assert.Null(spec.Linux!.Seccomp);
        Assert.Equal([disk], spec.Linux.Devices);
        Assert.Equal([new DeviceRule { Allow = true, Access = "rwm" }], spec.Linux.Resources!.Devices);
        Assert.Equal("--privileged needs --userns host", Refused(Busybox with { Security = Privileged, Namespaces = new() { User = UserNamespace.Private } }));
    }

    [Fact]
    public void A_seccomp_profile_is_the_default_none_or_the_users()
    {
        SeccompSpec mine = new() { DefaultAction = "SCMP_ACT_LOG" };
        SeccompSpec? Of(SecurityOptions options) => LinuxOf(Busybox with { Security = options }, Inputs with { CustomSeccomp = mine }).Seccomp;
        Assert.Null(Of(new() { SeccompProfile = "unconfined" }));
        Assert.Same(mine, Of(new() { SeccompProfile = "/p.json" }));
        Assert.Same(mine, Of(Privileged with { SeccompProfile = "/p.json" }));
        int calls = Of(new())!.Syscalls.Sum(rule => rule.Names.Count);
        Assert.True(Of(new() { CapAdd = ["CAP_SYS_ADMIN"] })!.Syscalls.Sum(rule => rule.Names.Count) > calls);
    }

    [Fact]
    public void Labels_and_profiles_need_a_host_that_has_them()
    {
        Assert.Equal("apparmor=mine: apparmor is not in force on this host", Refused(Busybox with { Security = new() { ApparmorProfile = "mine" } }));
        Assert.Equal("mine", ProcessOf(Busybox with { Security = new() { ApparmorProfile = "mine" } }, Inputs with { Host = Host with { HasApparmor = true } }).ApparmorProfile);
        Assert.Null(ProcessOf(Busybox with { Security = new() { ApparmorProfile = "unconfined", LabelOptions = ["disable"] } }).ApparmorProfile);
        Assert.Equal(
            "label=type:x: selinux labels are not supported, only label=disable", Refused(Busybox with { Security = new() { LabelOptions = ["type:x"] } }));
    }

    [Fact]
    public void The_cgroup_is_below_its_parent()
    {
        string id = Inputs.ContainerId;
        Assert.Equal("/caisson/" + id, LinuxOf(Busybox).CgroupsPath);
        Assert.Equal("/mine/x/" + id, LinuxOf(Busybox with { CgroupParent = "mine/x" }).CgroupsPath);
        Assert.Equal("/etc/" + id, LinuxOf(Busybox with { CgroupParent = "/a/../../../etc" }).CgroupsPath);
        Assert.Equal("/" + id, LinuxOf(Busybox with { CgroupParent = "/" }).CgroupsPath);
    }
}
