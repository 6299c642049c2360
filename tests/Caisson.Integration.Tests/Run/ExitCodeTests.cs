using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.3: the process's own exit code; 128+n for signal n; 125 for the engine, 126 not executable, 127 not found.</summary>
public sealed class ExitCodeTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(125)]
    [InlineData(255)]
    public void Run_returns_the_exit_code_of_the_process(int code) =>
        Assert.Equal(code, sandbox.Run("sh", "-c", $"exit {code}").ExitCode);

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    [InlineData("SEGV", 139)]
    [InlineData("USR1", 138)]
    public void Run_returns_128_plus_the_signal_when_a_process_behind_init_is_killed(string signal, int code) =>
        sandbox.Caisson("run", "--rm", "--init", Sandbox.Busybox, "sh", "-c", $"kill -{signal} $$").ExitedWith(code);

    [Fact]
    public void Run_returns_137_when_the_first_process_is_killed_from_outside()
    {
        using Command run = sandbox.Start([], "run", "--name", "killed-from-outside", Sandbox.Busybox, "sleep", "1000");
        Host.Eventually(
            () => sandbox.Caisson("inspect", "--format", "{{.State.Status}}", "killed-from-outside").Out == "running\n", "the container never ran");
        sandbox.Caisson("kill", "killed-from-outside").Succeeded();
        run.Wait().ExitedWith(137);
        Assert.Equal("137\n", sandbox.Caisson("inspect", "--format", "{{.State.ExitCode}}", "killed-from-outside").Succeeded().Out);
    }

    [Fact]
    public void Run_returns_127_when_the_command_does_not_exist() =>
        sandbox.Run("no-such-command").FailedWith(127, "no-such-command");

    [Fact]
    public void Run_returns_126_when_the_command_is_a_directory() =>
        sandbox.Run("/etc").FailedWith(126, "/etc");

    [Fact]
    public void Run_returns_126_when_the_command_is_not_executable() =>
        sandbox.Run("/etc/passwd").FailedWith(126, "/etc/passwd");

    [Fact]
    public void Run_returns_125_when_the_image_does_not_exist() =>
        sandbox.Caisson("run", "--rm", "no-such-image", "true").Refused("no-such-image");

    [Fact]
    public void Failed_start_leaves_no_container()
    {
        sandbox.Run("no-such-command");
        Assert.Equal("", sandbox.Caisson("ps", "--all", "--quiet", "--filter", "status=created").Succeeded().Out);
    }
}
