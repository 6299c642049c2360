using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Exec;

/// <summary>Further processes in a running container.</summary>
public sealed class ExecTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Exec_runs_beside_the_first_process()
    {
        using RunningContainer box = sandbox.Detached("--hostname", "box");
        Assert.Equal("box\n", box.Exec("hostname").Succeeded().Out);
        Assert.Contains("sleep 1000", box.Exec("ps").Succeeded().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 42", 42)]
    [InlineData("kill -KILL $$", 137)]
    public void Exec_returns_the_exit_code_of_its_process(string script, int code)
    {
        using RunningContainer box = sandbox.Detached();
        box.Exec("sh", "-c", script).ExitedWith(code);
    }

    [Fact]
    public void Exec_returns_127_and_126_as_run_does()
    {
        using RunningContainer box = sandbox.Detached();
        box.Exec("no-such-command").FailedWith(127, "no-such-command");
        box.Exec("/etc").FailedWith(126, "/etc");
    }

    [Fact]
    public void Exec_has_the_container_s_confinement()
    {
        using RunningContainer box = sandbox.Detached();
        string status = box.Exec("cat", "/proc/self/status").Succeeded().Out;
        Assert.Matches(@"(?m)^CapEff:\s00000000a80425fb$", status);
        Assert.Matches(@"(?m)^CapBnd:\s00000000a80425fb$", status);
        Assert.Matches(@"(?m)^Seccomp:\s2$", status);
        foreach (string kind in new[] { "pid", "mnt", "net", "ipc", "uts", "cgroup" })
        {
            string first = File.ResolveLinkTarget($"/proc/{box.Pid}/ns/{kind}", returnFinalTarget: false)!.Name;
            Assert.Equal(first + "\n", box.Exec("readlink", $"/proc/self/ns/{kind}").Succeeded().Out);
        }
    }

    [Fact]
    public void Environment_directory_and_user_can_be_given()
    {
        using RunningContainer box = sandbox.Detached("-e", "BASE=1");
        CommandResult result = sandbox.Caisson("exec", "-e", "ADDED=2", "-w", "/tmp", "-u", "12:34", box.Id, "sh", "-c", "echo $BASE $ADDED $PWD $(id -u) $(id -g)");
        Assert.Equal("1 2 /tmp 12 34\n", result.Succeeded().Out);
    }

    [Fact]
    public void Standard_input_passes_byte_for_byte()
    {
        using RunningContainer box = sandbox.Detached();
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Assert.Equal(all, sandbox.CaissonWithInput(all, "exec", "-i", box.Id, "cat").Succeeded().OutBytes);
    }

    [Fact]
    public void Exec_on_a_terminal_works()
    {
        using RunningContainer box = sandbox.Detached();
        using Terminal terminal = sandbox.OnTerminal("exec", "-it", box.Id, "sh");
        terminal.Expect("# ");
        terminal.Type("stty size; exit 3\n");
        terminal.Expect("24 80");
        Assert.Equal(3, terminal.Wait());
    }

    [Fact]
    public void Exec_in_a_container_that_does_not_run_is_refused()
    {
        sandbox.Caisson("run", "--name", "over", Sandbox.Busybox, "true").Succeeded();
        sandbox.Caisson("exec", "over", "true").Refused("over");
        sandbox.Caisson("exec", "no-such-container", "true").Refused("no-such-container");
    }
}
