using Caisson.Linux.Cgroups;
using Caisson.Linux.Programs;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Setup;
using Caisson.Runtime.Setup.Steps;

namespace Caisson.Runtime.Tests.Setup;

/// <summary>In which order namespaces are joined, created and entered.</summary>
public sealed class NamespacePlanTests
{
    private static readonly IdMapping[] s_ranges = [new(0, 100000, 65536)];

    [Fact]
    public void Without_a_user_namespace_the_clone_creates_everything_but_the_cgroup_namespace()
    {
        SetupPlan plan = Plan([new("mount"), new("network"), new("pid"), new("ipc"), new("uts"), new("cgroup")], []);
        Assert.Equal(
            CloneFlags.CLONE_NEWNS | CloneFlags.CLONE_NEWNET | CloneFlags.CLONE_NEWPID | CloneFlags.CLONE_NEWIPC | CloneFlags.CLONE_NEWUTS, plan.Namespaces);
        Assert.False(plan.IsTwoStage);
    }

    [Fact]
    public void Network_and_ipc_namespaces_wait_for_the_maps_of_their_user_namespace()
    {
        SetupPlan plan = Plan([new("user"), new("mount"), new("network"), new("pid"), new("ipc")], s_ranges);
        Assert.Equal(CloneFlags.CLONE_NEWUSER | CloneFlags.CLONE_NEWNS | CloneFlags.CLONE_NEWPID, plan.Namespaces);
        Assert.True(At<AwaitIdMappings>(plan) < At<UnshareNamespaces>(plan));
        Assert.True(At<UnshareNamespaces>(plan) < At<BringLoopbackUp>(plan));
        Assert.Equal(
            CloneFlags.CLONE_NEWNET | CloneFlags.CLONE_NEWIPC, Assert.Single(plan.Steps.OfType<UnshareNamespaces>()).Namespaces);
    }

    [Fact]
    public void The_cgroup_and_the_oom_score_are_set_while_the_process_is_the_host_s_root()
    {
        SetupPlan plan = Plan([new("user"), new("mount")], s_ranges, oomScore: 5);
        Assert.True(At<EnterCgroups>(plan) < At<AwaitIdMappings>(plan));
        Assert.True(At<SetOomScore>(plan) < At<AwaitIdMappings>(plan));
    }

    [Fact]
    public void Namespaces_of_others_are_joined_before_the_user_namespace_is_created()
    {
        SetupPlan plan = Plan([new("user"), new("mount"), new("network", "/proc/7/ns/net"), new("ipc")], s_ranges);
        Assert.True(plan.IsTwoStage);
        Assert.Equal(CloneFlags.None, plan.Namespaces);
        Assert.Equal(CloneFlags.CLONE_NEWUSER | CloneFlags.CLONE_NEWNS, Assert.Single(plan.Steps.OfType<Fork>()).Namespaces);
        Assert.True(At<JoinNamespace>(plan) < At<Fork>(plan));
        Assert.True(At<Fork>(plan) < At<AwaitIdMappings>(plan));
    }

    [Fact]
    public void A_pid_namespace_is_joined_last_and_holds_after_a_fork_that_hides_its_memory()
    {
        SetupPlan plan = Plan([new("pid", "/proc/7/ns/pid"), new("mount"), new("network", "/proc/7/ns/net")], []);
        Assert.Equal(["network", "pid"], plan.Steps.OfType<JoinNamespace>().Select(j => j.Type));
        Assert.Equal(At<Fork>(plan) + 1, At<ProtectMemory>(plan));
        Assert.True(At<Fork>(plan) < At<EnterCgroups>(plan));
    }

    [Fact]
    public void Joining_only_a_network_namespace_needs_one_stage() =>
        Assert.False(Plan([new("mount"), new("network", "/proc/7/ns/net")], []).IsTwoStage);

    [Fact]
    public void On_version_2_a_process_of_two_stages_enters_its_cgroup_by_itself()
    {
        Assert.Contains(Plan([new("mount"), new("pid", "/proc/7/ns/pid")], [], layout: Unified).Steps, s => s is EnterCgroups);
        Assert.DoesNotContain(Plan([new("mount"), new("pid")], [], layout: Unified).Steps, s => s is EnterCgroups);
    }

    [Fact]
    public void Ranges_and_user_namespace_need_each_other()
    {
        Assert.Equal("linux.uidMappings: means nothing without a new user namespace", Refused([new("mount")], s_ranges));
        Assert.Equal("linux.uidMappings: a new user namespace needs a range with id 0", Refused([new("mount"), new("user")], []));
        Assert.Equal("linux.uidMappings: a new user namespace needs a range with id 0", Refused([new("mount"), new("user")], [new(1, 100000, 5)]));
    }

    private static CgroupLayout Unified => new(CgroupLayoutKind.Unified, [new("/sys/fs/cgroup", "/", [], IsUnified: true)]);

    private static int At<T>(SetupPlan plan) => plan.Steps.ToList().FindIndex(step => step is T) is >= 0 and var index
        ? index
        : throw new Xunit.Sdk.XunitException($"no {typeof(T).Name} in\n{plan}");

    private static string Refused(NamespaceSpec[] namespaces, IdMapping[] ranges) =>
        Assert.Throws<SpecException>(() => Plan(namespaces, ranges)).Message;

    private static SetupPlan Plan(NamespaceSpec[] namespaces, IdMapping[] ranges, int? oomScore = null, CgroupLayout? layout = null) => SetupPlanner.Plan(
        new RuntimeSpec
        {
            Root = new RootSpec("rootfs", false),
            Process = new ProcessSpec { Args = ["true"], Cwd = "/", OomScoreAdj = oomScore },
            Linux = new LinuxSpec { Namespaces = namespaces, UidMappings = ranges, GidMappings = ranges, CgroupsPath = "/c" },
        },
        new PlanOptions
        {
            Root = new RootSource.Directory("/rootfs"),
            RootMountPoint = "/rootfs",
            Id = "c",
            LastCapability = 40,
            Cgroups = layout ?? new CgroupLayout(CgroupLayoutKind.Legacy, [new("/sys/fs/cgroup/pids", "/", ["pids"], IsUnified: false)]),
        });
}
