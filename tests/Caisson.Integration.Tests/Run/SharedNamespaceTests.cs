using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>Namespaces of the host and of other containers.</summary>
public sealed class SharedNamespaceTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private const string Map = "0:100000:65536";

    [Theory]
    [InlineData("--network", "net")]
    [InlineData("--pid", "pid")]
    [InlineData("--ipc", "ipc")]
    [InlineData("--uts", "uts")]
    [InlineData("--cgroupns", "cgroup")]
    public void A_namespace_is_the_host_s_when_asked_and_new_otherwise(string flag, string kind)
    {
        string host = File.ResolveLinkTarget($"/proc/self/ns/{kind}", returnFinalTarget: false)!.Name + "\n";
        Assert.Equal(host, sandbox.Caisson("run", "--rm", flag, "host", Sandbox.Busybox, "readlink", $"/proc/self/ns/{kind}").Succeeded().Out);
        Assert.NotEqual(host, sandbox.Run("readlink", $"/proc/self/ns/{kind}").Succeeded().Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Map)]
    public void Shared_memory_is_shared_with_a_shareable_container_both_ways(string map)
    {
        using RunningContainer first = sandbox.Detached("--ipc", "shareable");
        first.Exec("sh", "-c", "echo hello > /dev/shm/message").Succeeded();
        string[] user = map.Length == 0 ? [] : ["--userns", map];
        CommandResult second = sandbox.Caisson(
            ["run", "--rm", .. user, "--ipc", "container:" + first.Id, Sandbox.Busybox, "sh", "-c",
             "cat /dev/shm/message; readlink /proc/self/ns/ipc; echo back > /dev/shm/answer; grep -c ' /dev/mqueue mqueue ' /proc/mounts"]);
        Assert.Equal(["hello", first.Exec("readlink", "/proc/self/ns/ipc").Succeeded().Lines[0], "1"], second.Succeeded().Lines);
        Assert.Equal("back\n", first.Exec("cat", "/dev/shm/answer").Succeeded().Out);
        Assert.Empty(Host.MountsUnder(sandbox.Directory));
    }

    [Fact]
    public void Shared_memory_outlives_the_container_that_made_it()
    {
        using RunningContainer first = sandbox.Detached("--ipc", "shareable");
        first.Exec("sh", "-c", "echo hello > /dev/shm/message").Succeeded();
        using RunningContainer second = sandbox.Detached("--ipc", "container:" + first.Id);
        sandbox.Caisson("kill", first.Id).Succeeded();
        Host.Eventually(() => first.Inspect("{{.State.Running}}") == "false", "the first container still runs");
        Assert.Equal("hello\n", second.Exec("cat", "/dev/shm/message").Succeeded().Out);
    }

    [Fact]
    public void A_link_at_dev_shm_leads_nowhere()
    {
        // Whoever shares decides what lies at the path; with the right to mount it could lay a link to anything there.
        using RunningContainer first = sandbox.Detached("--ipc", "shareable", "--privileged");
        first.Exec("sh", "-c", "umount /dev/shm && rmdir /dev/shm && ln -s /etc /dev/shm").Succeeded();
        sandbox.Caisson("run", "--rm", "--ipc", "container:" + first.Id, Sandbox.Busybox, "true").FailedWith(125, "dev/shm");
    }

    [Fact]
    public void Who_does_not_share_is_not_joined()
    {
        using RunningContainer closed = sandbox.Detached();
        sandbox.Caisson("run", "--rm", "--ipc", "container:" + closed.Id, Sandbox.Busybox, "true").FailedWith(125, "--ipc shareable");
        sandbox.Caisson("run", "--rm", "--ipc", "container:no-such-container", Sandbox.Busybox, "true").FailedWith(125, "no-such-container");
        using RunningContainer mapped = sandbox.Detached("--userns", Map);
        sandbox.Caisson("run", "--rm", "--pid", "container:" + mapped.Id, Sandbox.Busybox, "true").FailedWith(125, "user namespace of its own");
    }

    [Theory]
    [InlineData("")]
    [InlineData(Map)]
    public void Processes_of_another_container_are_seen_and_ended_apart(string map)
    {
        using RunningContainer first = sandbox.Detached();
        string[] user = map.Length == 0 ? [] : ["--userns", map];
        CommandResult second = sandbox.Caisson(
            ["run", "--rm", .. user, "--pid", "container:" + first.Id, Sandbox.Busybox, "sh", "-c", "readlink /proc/self/ns/pid; ps; exit 7"]);
        second.ExitedWith(7);
        Assert.Equal(first.Exec("readlink", "/proc/self/ns/pid").Succeeded().Lines[0], second.Lines[0]);
        Assert.Contains("sleep 1000", second.Out, StringComparison.Ordinal);
        Assert.Equal("true", first.Inspect("{{.State.Running}}"));
    }

    [Fact]
    public void A_container_in_another_s_pid_namespace_keeps_its_own_cgroup()
    {
        using RunningContainer first = sandbox.Detached();
        using RunningContainer second = sandbox.Detached("--pid", "container:" + first.Id, "--pids-limit", "17");
        Assert.Equal("17", second.CgroupFile("pids", "pids.max"));
        Assert.Contains(second.Id, Host.CgroupOf(second.Pid, "pids"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Map)]
    public void The_network_of_another_container_is_joined_with_its_name(string map)
    {
        using RunningContainer first = sandbox.Detached("--hostname", "first");
        string[] user = map.Length == 0 ? [] : ["--userns", map];
        CommandResult second = sandbox.Caisson(
            ["run", "--rm", .. user, "--network", "container:" + first.Id, Sandbox.Busybox, "sh", "-c", "readlink /proc/self/ns/net; hostname; ls /sys/class/net"]);
        Assert.Equal([first.Exec("readlink", "/proc/self/ns/net").Succeeded().Lines[0], "first", "lo"], second.Succeeded().Lines);
    }

    [Fact]
    public void A_container_that_ended_is_not_joined()
    {
        using RunningContainer first = sandbox.Detached();
        sandbox.Caisson("kill", first.Id).Succeeded();
        Host.Eventually(() => first.Inspect("{{.State.Running}}") == "false", "the first container still runs");
        sandbox.Caisson("run", "--rm", "--pid", "container:" + first.Id, Sandbox.Busybox, "true").FailedWith(125, "is not running");
    }
}
