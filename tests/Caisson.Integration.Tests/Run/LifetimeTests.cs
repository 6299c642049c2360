using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>Time limits, signals to the engine, and what is left after either.</summary>
public sealed class LifetimeTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Timeout_ends_the_whole_container_with_124()
    {
        CommandResult result = sandbox.Caisson("run", "--rm", "--timeout", "1s", Sandbox.Busybox, "sh", "-c", "sleep 1000 & sleep 1000").ExitedWith(124);
        Assert.InRange(result.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Equal("", sandbox.Caisson("ps", "--all", "--quiet").Succeeded().Out);
    }

    [Theory]
    [InlineData("TERM", 3)]
    [InlineData("INT", 4)]
    public void Signal_to_the_foreground_engine_reaches_the_process(string signal, int code)
    {
        using Command run = sandbox.Start(
            [], "run", "--rm", Sandbox.Busybox, "sh", "-c", "trap 'exit 3' TERM; trap 'exit 4' INT; echo ready; while :; do sleep 0.05; done");
        run.ExpectOut("ready\n");
        run.Signal(signal);
        run.Wait().ExitedWith(code);
    }

    [Fact]
    public void Killed_foreground_engine_does_not_leave_half_a_container_behind()
    {
        using Command run = sandbox.Start([], "run", "--name", "orphan", Sandbox.Busybox, "sh", "-c", "echo ready; sleep 1000");
        run.ExpectOut("ready\n");
        run.Signal("KILL");
        string id = sandbox.Caisson("inspect", "--format", "{{.Id}}", "orphan").Succeeded().Out.Trim();
        sandbox.Caisson("rm", "--force", "orphan").Succeeded();
        Host.Eventually(() => Host.ProcessesNaming(id).Length == 0, "a process of the container is left");
        Assert.Empty(Host.CgroupsNaming(id));
        Assert.DoesNotContain(Host.MountsUnder(sandbox.Directory), point => point.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public void Killed_monitor_is_noticed_and_its_container_is_cleaned_up()
    {
        using RunningContainer box = sandbox.Detached();
        int pid = box.Pid;
        string monitor = Assert.Single(Host.ProcessesNaming(box.Id), line => line.Contains("caisson-monitor", StringComparison.Ordinal));
        Assert.Equal(0, Command.Run("/bin/kill", "-KILL", monitor.Split(' ')[0]).ExitCode);
        Host.Eventually(() => box.Inspect("{{.State.Status}}") != "running", "the container is still said to run");
        Host.Eventually(() => !Directory.Exists($"/proc/{pid}"), "the container's process is left");
    }

    [Fact]
    public void Container_without_rm_keeps_its_exit_code_and_its_files()
    {
        sandbox.Caisson("run", "--name", "kept", Sandbox.Busybox, "sh", "-c", "exit 7").ExitedWith(7);
        Assert.Equal("exited 7\n", sandbox.Caisson("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "kept").Succeeded().Out);
        sandbox.Caisson("run", "--name", "kept", Sandbox.Busybox, "true").Refused("kept");
        sandbox.Caisson("rm", "kept").Succeeded();
    }
}
