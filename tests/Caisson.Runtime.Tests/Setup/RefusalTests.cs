using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Setup;
using Caisson.Runtime.Tests.Cgroups;

namespace Caisson.Runtime.Tests.Setup;

/// <summary>Configurations that contradict themselves or ask for what is not there are refused by the place in the document.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, RuntimeSpec> Refused => new()
    {
        { "root.path", Planning.Least with { Root = null } },
        { "root.path", Planning.Least with { Root = new RootSpec("") } },
        { "process", Planning.Least with { Process = null } },
        { "process.args", Process(p => p with { Args = [] }) },
        { "process.cwd", Process(p => p with { Cwd = "relative" }) },
        { "process.cwd", Process(p => p with { Cwd = "" }) },
        { "process.apparmorProfile", Process(p => p with { ApparmorProfile = "x" }) },
        { "process.selinuxLabel", Process(p => p with { SelinuxLabel = "x" }) },
        { "process.rlimits[1].type", Process(p => p with { Rlimits = [new("RLIMIT_NOFILE", 1, 1), new("RLIMIT_LUCK", 1, 1)] }) },
        { "process.capabilities.bounding", Process(p => p with { Capabilities = new() { Bounding = ["CAP_FLY"] } }) },
        { "process.capabilities.effective", Process(p => p with { Capabilities = new() { Effective = ["CAP_FLY"] } }) },
        { "process.capabilities.permitted", Process(p => p with { Capabilities = new() { Permitted = ["CAP_FLY"] } }) },
        { "process.capabilities.inheritable", Process(p => p with { Capabilities = new() { Inheritable = ["CAP_FLY"] } }) },
        { "process.capabilities.ambient", Process(p => p with { Capabilities = new() { Ambient = ["CAP_FLY"] } }) },
        { "hooks", Planning.Least with { Hooks = new HooksSpec() } },
        { "linux.timeOffsets", Linux(l => l with { TimeOffsets = new Dictionary<string, TimeOffset> { ["monotonic"] = new(1, 0) } }) },
        { "linux.mountLabel", Linux(l => l with { MountLabel = "x" }) },
        { "linux.seccomp.listenerPath", Linux(l => l with { Seccomp = new SeccompSpec { DefaultAction = "SCMP_ACT_ALLOW", ListenerPath = "/x" } }) },
        { "linux.namespaces", Linux(l => l with { Namespaces = [new("pid")] }) },
        { "linux.namespaces", Planning.Least with { Linux = null } },
        { "linux.namespaces[1].type", Linux(l => l with { Namespaces = [new("mount"), new("dream")] }) },
        { "linux.namespaces[2]", Linux(l => l with { Namespaces = [new("mount"), new("pid"), new("pid", "/proc/1/ns/pid")] }) },
        { "linux.namespaces[1]", Linux(l => l with { Namespaces = [new("mount"), new("time")] }) },
        { "linux.namespaces[0]", Linux(l => l with { Namespaces = [new("mount", "/proc/1/ns/mnt")] }) },
        { "linux.namespaces[1]", Linux(l => l with { Namespaces = [new("mount"), new("user", "/proc/1/ns/user")] }) },
        { "linux.uidMappings", Linux(l => l with { Namespaces = [new("mount"), new("user")] }) },
        { "linux.gidMappings", Linux(l => l with { Namespaces = [new("mount"), new("user")], UidMappings = [new(0, 1, 1)] }) },
        { "linux.uidMappings", Linux(l => l with { Namespaces = [new("mount"), new("user")], UidMappings = [new(1, 1, 1)], GidMappings = [new(0, 1, 1)] }) },
        { "linux.uidMappings", Linux(l => l with { UidMappings = [new(0, 1, 1)] }) },
        { "linux.rootfsPropagation", Linux(l => l with { RootfsPropagation = "loud" }) },
        { "linux.sysctl", Linux(l => l with { Sysctl = new Dictionary<string, string> { ["net.x"] = "1" } }) },
        { "hostname", Linux(l => l with { Namespaces = [new("mount")] }) with { Hostname = "x" } },
        { "hostname", Linux(l => l with { Namespaces = [new("mount"), new("uts", "/proc/1/ns/uts")] }) with { Hostname = "x" } },
        { "domainname", Linux(l => l with { Namespaces = [new("mount")] }) with { Domainname = "x" } },
        { "mounts[0].destination", Mount(new() { Destination = "relative", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "/", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "///", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "/proc", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "/proc/sys", Type = "tmpfs" }) },
        { "mounts[0].destination", Mount(new() { Destination = "/proc/self/attr", Source = "/x", Options = ["bind"] }) },
        { "mounts[0].type", Mount(new() { Destination = "/x" }) },
        { "mounts[0].source", Mount(new() { Destination = "/x", Options = ["bind"] }) },
        { "mounts[0].source", Mount(new() { Destination = "/x", Type = "bind", Source = "" }) },
        { "mounts[0].options", Mount(new() { Destination = "/x", Type = "bind", Source = "/y", Options = ["size=1"] }) },
        { "mounts[0].options", Mount(new() { Destination = "/x", Type = "tmpfs", Options = ["tmpcopyup"] }) },
        { "mounts[0].options", Mount(new() { Destination = "/x", Type = "tmpfs", Options = ["remount"] }) },
        { "mounts[0].options", Mount(new() { Destination = "/x", Type = "tmpfs", Options = ["idmap"] }) },
        { "mounts[0]", Mount(new() { Destination = "/sys/fs/cgroup", Type = "cgroup" }) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_configuration_is_refused_by_its_place(string path, RuntimeSpec spec)
    {
        SpecException error = Assert.Throws<SpecException>(() => Planning.Plan(spec, Planning.Options with { Cgroups = Layouts.Hybrid }));
        Assert.Equal(path, error.Path);
        Assert.NotEmpty(error.Problem);
    }

    [Theory]
    [InlineData("/proc/meminfo")]
    [InlineData("/proc/cpuinfo")]
    [InlineData("/processes")]
    public void Files_that_show_the_container_s_own_values_may_lie_in_proc(string destination) =>
        Assert.Single(Planning.Plan(Mount(new() { Destination = destination, Source = "/lxcfs/x", Options = ["bind"] })).Mounts);

    private static RuntimeSpec Process(Func<ProcessSpec, ProcessSpec> change) => Planning.WithProcess(change);

    private static RuntimeSpec Linux(Func<LinuxSpec, LinuxSpec> change) => Planning.WithLinux(change);

    private static RuntimeSpec Mount(MountSpec mount) => Planning.Least with { Mounts = [mount] };
}
