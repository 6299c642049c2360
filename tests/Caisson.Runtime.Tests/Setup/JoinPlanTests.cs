using Caisson.Oci.Runtime;
using Caisson.Runtime.Setup;
using Caisson.Runtime.Setup.Steps;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Setup;

/// <summary>What a process does that is started in a running container.</summary>
public sealed class JoinPlanTests
{
    private static readonly LinuxSpec s_linux = new()
    {
        Namespaces = [new("mount"), new("cgroup"), new("network", "/proc/9/ns/net"), new("uts"), new("ipc"), new("pid"), new("user")],
        UidMappings = [new(0, 100000, 10)],
        GidMappings = [new(0, 100000, 10)],
        Seccomp = new SeccompSpec { DefaultAction = "SCMP_ACT_ALLOW", Architectures = ["SCMP_ARCH_X86_64"] },
    };

    [Fact]
    public void Namespaces_are_joined_with_the_user_s_first_and_the_mounts_last() =>
        Assert.Equal(
            ["user", "pid", "ipc", "net", "cgroup", "mnt"],
            Plan(s_linux).OfType<JoinNamespace>().Select(j => j.Path["/proc/77/ns/".Length..]).Where(name => name != "uts"));

    [Fact]
    public void Only_namespaces_that_the_container_has_are_joined() =>
        Assert.Equal(["mount"], Plan(new LinuxSpec { Namespaces = [new("mount")] }).OfType<JoinNamespace>().Select(j => j.Type));

    [Fact]
    public void Memory_is_unreadable_before_anything_of_the_container_is_near()
    {
        Assert.IsType<ProtectMemory>(Plan(s_linux)[0]);
    }

    [Fact]
    public void Process_is_cloned_after_every_join_and_the_root_is_opened_inside()
    {
        IReadOnlyList<SetupStep> steps = Plan(s_linux);
        int fork = Planning.Index<Fork>(steps);
        Assert.All(steps.Skip(fork), s => Assert.False(s is JoinNamespace or EnterCgroups));
        Assert.True(Planning.Index<BecomeRoot>(steps) < fork);
        Assert.True(fork < Planning.Index<OpenRoot>(steps));
        Assert.True(Planning.Index<OpenRoot>(steps) < Planning.Index<OpenWorkingDirectory>(steps));
    }

    [Fact]
    public void Credentials_are_those_of_a_start_and_the_filter_can_be_left_out()
    {
        Assert.Contains(Plan(s_linux), s => s is InstallSeccomp);
        Assert.DoesNotContain(Plan(s_linux, filter: false), s => s is InstallSeccomp);
        Assert.Contains(Plan(s_linux), s => s is CloseDescriptors);
        Assert.IsType<Execute>(Plan(s_linux)[^1]);
    }

    [Fact]
    public void Root_of_the_host_s_user_namespace_needs_not_become_one() =>
        Assert.DoesNotContain(Plan(s_linux with { UidMappings = [], GidMappings = [] }), s => s is BecomeRoot);

    private static IReadOnlyList<SetupStep> Plan(LinuxSpec linux, bool filter = true)
    {
        using var none = new SafeFileHandle(-1, ownsHandle: false);
        return ContainerJoin.Plan(
            new JoinOptions
            {
                Target = none,
                TargetPid = 77,
                Spec = new RuntimeSpec { Linux = linux },
                Process = new ProcessSpec { Args = ["sh"] },
                FilterSystemCalls = filter,
                Streams = [],
                Init = none,
            },
            linux,
            cgroup: null);
    }
}
