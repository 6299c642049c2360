using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>-t: the container gets a terminal of its own, and the caller's is put back.</summary>
public sealed class TerminalTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Interactive_shell_on_a_terminal_works()
    {
        using Terminal terminal = sandbox.OnTerminal("run", "--rm", "-it", Sandbox.Busybox, "sh");
        terminal.Expect("# ");
        terminal.Type("tty; echo $TERM; exit 6\n");
        terminal.Expect("/dev/pts/0");
        terminal.Expect("xterm");
        Assert.Equal(6, terminal.Wait());
    }

    [Fact]
    public void Size_and_its_changes_reach_the_process()
    {
        using Terminal terminal = sandbox.OnTerminal("run", "--rm", "-it", Sandbox.Busybox, "sh", "-c", "trap 'stty size; exit 0' WINCH; stty size; while :; do sleep 0.05; done");
        terminal.Expect("24 80");
        terminal.Resize(columns: 101, rows: 33);
        terminal.Expect("33 101");
        Assert.Equal(0, terminal.Wait());
    }

    [Fact]
    public void Control_c_interrupts_the_process_and_not_the_engine()
    {
        using Terminal terminal = sandbox.OnTerminal("run", "--rm", "-it", Sandbox.Busybox, "sh", "-c", "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.05; done");
        terminal.Expect("ready");
        terminal.Type("\u0003");
        terminal.Expect("caught");
        Assert.Equal(9, terminal.Wait());
    }

    [Fact]
    public void Terminal_without_a_terminal_is_refused_when_input_is_wanted() =>
        sandbox.Caisson("run", "--rm", "-it", Sandbox.Busybox, "true").FailedWith(125, "terminal");
}
