using Caisson.Linux.Programs;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Setup;
using Caisson.Runtime.Setup.Steps;
using Caisson.Runtime.Tests.Cgroups;

namespace Caisson.Runtime.Tests.Setup;

/// <summary>What a container's first process does, and in which order.</summary>
public sealed class SetupPlanTests
{
    private static readonly SeccompSpec s_filter = new() { DefaultAction = "SCMP_ACT_ALLOW", Architectures = ["SCMP_ARCH_X86_64"] };

    [Fact]
    public void Default_container_is_set_up_as_the_golden_text_says()
    {
        RuntimeSpec spec = RuntimeSpecJson.Read(File.ReadAllBytes(InOutput("default-container.json")));
        SetupPlan plan = Planning.Plan(spec, Planning.Options with
        {
            Root = new RootSource.Overlay(["/layers/b", "/layers/a"], "/containers/box/upper", "/containers/box/work"),
            RootMountPoint = "/containers/box/rootfs",
            ConnectStreams = true,
            CreateWorkingDirectory = true,
        });
        Assert.Equal(File.ReadAllText(InOutput("default-plan.txt")), plan.ToString());
    }

    [Fact]
    public void Without_no_new_privs_the_filter_is_loaded_while_the_capabilities_for_it_are_held()
    {
        SetupPlan plan = Planning.Plan(Planning.WithLinux(l => l with { Seccomp = s_filter }));
        Assert.True(Planning.Index<InstallSeccomp>(plan) < Planning.Index<SetUser>(plan));
        Assert.True(Planning.Index<InstallSeccomp>(plan) < Planning.Index<SetCapabilities>(plan));
        Assert.DoesNotContain(plan.Steps, s => s is SetNoNewPrivileges);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_no_new_privs_the_filter_comes_last(bool supervised)
    {
        RuntimeSpec spec = Planning.WithLinux(l => l with { Seccomp = s_filter });
        spec = spec with { Process = spec.Process! with { NoNewPrivileges = true } };
        SetupPlan plan = Planning.Plan(spec, Planning.Options with { Supervised = supervised });
        int filter = Planning.Index<InstallSeccomp>(plan);
        Assert.Equal(filter - 1, Planning.Index<SetNoNewPrivileges>(plan));
        Assert.All(plan.Steps.Skip(filter + 1), s => Assert.True(s is UnblockSignals or Execute or ExecuteSupervisor));
    }

    [Fact]
    public void Container_is_in_its_cgroup_before_that_becomes_the_root_of_what_it_sees()
    {
        SetupPlan plan = Planning.Plan(Planning.WithLinux(l => l with { CgroupsPath = "/box", Namespaces = [.. l.Namespaces, new("cgroup")] }));
        Assert.True(Planning.Index<EnterCgroups>(plan) < Planning.Index<UnshareCgroupNamespace>(plan));
        Assert.False(plan.Namespaces.HasFlag(CloneFlags.CLONE_NEWCGROUP));
    }

    [Fact]
    public void Where_the_clone_places_it_the_process_enters_no_cgroup()
    {
        RuntimeSpec spec = Planning.WithLinux(l => l with { CgroupsPath = "/box" });
        Assert.DoesNotContain(Planning.Plan(spec, Planning.Options with { Cgroups = Layouts.Unified }).Steps, s => s is EnterCgroups);
        Assert.DoesNotContain(Planning.Plan(Planning.Least).Steps, s => s is EnterCgroups);
        Assert.Contains(Planning.Plan(spec, Planning.Options with { Cgroups = Layouts.Hybrid }).Steps, s => s is EnterCgroups);
    }

    [Fact]
    public void Host_s_file_systems_are_in_sight_until_the_mounts_are_made_and_no_longer()
    {
        SetupPlan plan = Planning.Plan(Planning.Least with
        {
            Mounts =
            [
                new MountSpec { Destination = "/proc", Type = "proc" },
                new MountSpec { Destination = "/data", Source = "/host/data", Options = ["bind"] },
            ],
            Linux = Planning.Least.Linux! with { MaskedPaths = ["/proc/kcore"], ReadonlyPaths = ["/proc/sys"], Sysctl = new Dictionary<string, string> { ["net.x"] = "1" } },
        });
        int detach = Planning.Index<DetachOldRoot>(plan);
        Assert.All(plan.Steps.Take(detach), s => Assert.False(s is MaskPaths or MakePathsReadOnly or SetSysctl or SetUser));
        Assert.All(plan.Steps.Skip(detach), s => Assert.False(s is MountInside or AttachMount or EnterRoot or PrivatizeMounts));
        Assert.True(Planning.Index<PrivatizeMounts>(plan) < Planning.Index<EnterRoot>(plan));
    }

    [Fact]
    public void Nothing_is_asked_of_the_host_s_paths_once_the_root_is_entered()
    {
        SetupPlan plan = Planning.Plan(Planning.Least with
        {
            Mounts = [new MountSpec { Destination = "/data", Source = "/host/data", Options = ["rbind"] }],
            Process = Planning.Least.Process! with { OomScoreAdj = 100 },
        });
        int enter = Planning.Index<EnterRoot>(plan);
        Assert.True(Planning.Index<SetOomScore>(plan) < enter);
        Assert.All(plan.Steps.Skip(enter + 1), s => Assert.False(s is JoinNamespace or EnterCgroups or SetOomScore or EnterRoot));
    }

    [Fact]
    public void Read_only_paths_come_before_the_root_is_read_only_and_masks_before_both()
    {
        SetupPlan plan = Planning.Plan(Planning.Least with
        {
            Root = new RootSpec("rootfs", Readonly: true),
            Linux = Planning.Least.Linux! with { MaskedPaths = ["/a"], ReadonlyPaths = ["/b"] },
        });
        Assert.Equal(Planning.Index<MaskPaths>(plan) + 1, Planning.Index<MakePathsReadOnly>(plan));
        Assert.True(Planning.Index<MakePathsReadOnly>(plan) < Planning.Index<MakeRootReadOnly>(plan));
    }

    [Fact]
    public void Bounding_set_shrinks_before_the_ids_change_and_descriptors_close_after_the_directory_is_entered()
    {
        SetupPlan plan = Planning.Plan(Planning.Least);
        Assert.True(Planning.Index<LimitBoundingSet>(plan) < Planning.Index<SetUser>(plan));
        Assert.True(Planning.Index<SetUser>(plan) < Planning.Index<SetCapabilities>(plan));
        Assert.True(Planning.Index<ChangeDirectory>(plan) < Planning.Index<CloseDescriptors>(plan));
        Assert.IsType<Execute>(plan.Steps[^1]);
        Assert.IsType<UnblockSignals>(plan.Steps[^2]);
    }

    [Fact]
    public void Missing_capabilities_mean_none()
    {
        var step = (SetCapabilities)Planning.Plan(Planning.Least).Steps[Planning.Index<SetCapabilities>(Planning.Plan(Planning.Least))];
        Assert.Equal((0UL, 0UL, 0UL, 0UL), (step.Effective.Mask, step.Permitted.Mask, step.Inheritable.Mask, step.Ambient.Mask));
    }

    [Fact]
    public void Supervised_program_is_started_by_caisson_init_with_signals_still_blocked()
    {
        SetupPlan plan = Planning.Plan(Planning.Least, Planning.Options with { Supervised = true });
        Assert.True(plan.Supervised);
        Assert.IsType<ExecuteSupervisor>(plan.Steps[^1]);
        Assert.DoesNotContain(plan.Steps, s => s is UnblockSignals or Execute);
    }

    [Fact]
    public void Streams_are_connected_only_when_asked_for()
    {
        Assert.DoesNotContain(Planning.Plan(Planning.Least).Steps, s => s is ConnectStreams);
        SetupPlan plan = Planning.Plan(Planning.WithProcess(p => p with { Terminal = true }), Planning.Options with { ConnectStreams = true });
        Assert.Equal(Planning.Index<NewSession>(plan) + 1, Planning.Index<TakeTerminal>(plan));
        Assert.True(Planning.Index<ConnectStreams>(plan) < Planning.Index<TakeTerminal>(plan));
        Assert.Contains(plan.Steps, s => s is BindConsole);
        Assert.True(plan.Terminal);
    }

    [Fact]
    public void Loopback_comes_up_only_in_a_network_namespace_of_the_container_s_own()
    {
        Assert.Contains(Planning.Plan(Planning.Least).Steps, s => s is BringLoopbackUp);
        Assert.DoesNotContain(
            Planning.Plan(Planning.WithLinux(l => l with { Namespaces = [new("mount")] })).Steps, s => s is BringLoopbackUp);
        Assert.DoesNotContain(
            Planning.Plan(Planning.WithLinux(l => l with { Namespaces = [new("mount"), new("network", "/proc/7/ns/net")] })).Steps, s => s is BringLoopbackUp);
    }

    [Fact]
    public void Devices_are_the_container_s_own_unless_the_host_s_are_bound()
    {
        Assert.Contains(Planning.Plan(Planning.Least).Devices, d => d.Path == "/dev/null");
        SetupPlan bound = Planning.Plan(Planning.Least with { Mounts = [new MountSpec { Destination = "/dev", Source = "/dev", Options = ["rbind"] }] });
        Assert.Empty(bound.Devices);
        Assert.Empty(bound.Links);
    }

    [Fact]
    public void Joined_pid_namespace_takes_two_stages_and_shares_no_memory()
    {
        SetupPlan plan = Planning.Plan(Planning.WithLinux(l => l with { Namespaces = [new("mount"), new("uts"), new("pid", "/proc/7/ns/pid")] }));
        int fork = Planning.Index<Fork>(plan);
        Assert.Equal(fork - 1, Planning.Index<JoinNamespace>(plan));
        Assert.Equal(fork + 1, Planning.Index<ProtectMemory>(plan));
        Assert.Equal(CloneFlags.CLONE_NEWNS | CloneFlags.CLONE_NEWUTS, ((Fork)plan.Steps[fork]).Namespaces);
        Assert.Equal(CloneFlags.None, plan.Namespaces);
    }

    [Fact]
    public void User_namespace_waits_for_its_maps_before_anything_that_needs_its_root()
    {
        SetupPlan plan = Planning.Plan(Planning.WithLinux(l => l with
        {
            Namespaces = [.. l.Namespaces, new("user")],
            UidMappings = [new(0, 100000, 65536)],
            GidMappings = [new(0, 100000, 65536)],
            CgroupsPath = "/box",
        }));
        int maps = Planning.Index<AwaitIdMappings>(plan);
        Assert.True(Planning.Index<EnterCgroups>(plan) < maps);
        Assert.True(maps < Planning.Index<UnshareNamespaces>(plan));
        Assert.True(Planning.Index<UnshareNamespaces>(plan) < Planning.Index<BringLoopbackUp>(plan));
        Assert.True(maps < Planning.Index<PrivatizeMounts>(plan));
        Assert.True(plan.Namespaces.HasFlag(CloneFlags.CLONE_NEWUSER));
    }

    [Fact]
    public void Sysctls_come_in_the_order_of_their_names()
    {
        RuntimeSpec spec = Planning.WithLinux(l => l with { Sysctl = new Dictionary<string, string> { ["net.b"] = "2", ["kernel.a"] = "1", ["net.A"] = "3" } });
        spec = spec with { Mounts = [new MountSpec { Destination = "/proc", Type = "proc" }] };
        Assert.Equal(["set sysctl kernel.a=1", "set sysctl net.A=3", "set sysctl net.b=2"], Planning.Steps(Planning.Plan(spec)).Where(s => s.StartsWith("set sysctl", StringComparison.Ordinal)));
    }

    private static string InOutput(string name) => Path.Combine(AppContext.BaseDirectory, "Setup", name);
}
