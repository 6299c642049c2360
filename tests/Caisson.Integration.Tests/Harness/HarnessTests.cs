namespace Caisson.Integration.Tests.Harness;

/// <summary>The tests' own tools, tried on the host's: what they cannot see, no other test here can.</summary>
public sealed class HarnessTests
{
    [Fact]
    public void Terminal_is_the_command_s_controlling_terminal_with_the_given_size()
    {
        using Terminal terminal = Terminal.Start("/bin/sh", ["-c", "stty size </dev/tty; read line; echo got $line; exit 7"], columns: 90, rows: 30);
        terminal.Expect("30 90");
        terminal.Type("word\n");
        terminal.Expect("got word");
        Assert.Equal(7, terminal.Wait());
    }

    [Fact]
    public void Terminal_turns_control_c_into_an_interrupt()
    {
        using Terminal terminal = Terminal.Start("/bin/sh", ["-c", "trap 'exit 5' INT; echo ready; while :; do sleep 0.05; done"]);
        terminal.Expect("ready");
        terminal.Type("\u0003");
        Assert.Equal(5, terminal.Wait());
    }

    [Fact]
    public void Command_that_does_not_end_is_killed_with_its_children()
    {
        string marker = "1000.0" + Environment.ProcessId;
        using Command command = Command.Start("/bin/sh", ["-c", $"sleep {marker} & sleep {marker}"], input: []);
        Host.Eventually(() => Host.ProcessesNaming("sleep " + marker).Length >= 2, "the children never started");
        Assert.Throws<TimeoutException>(() => command.Wait(TimeSpan.FromMilliseconds(100)));
        Host.Eventually(() => Host.ProcessesNaming("sleep " + marker).Length == 0, "children are left");
    }

    [Fact]
    public void Streams_are_kept_apart_and_byte_exact()
    {
        using Command command = Command.Start("/bin/sh", ["-c", "cat; printf err >&2; exit 3"], input: [0, 255, 13, 10]);
        CommandResult result = command.Wait();
        Assert.Equal([0, 255, 13, 10], result.OutBytes);
        Assert.Equal("err", result.Error);
        Assert.Equal(3, result.ExitCode);
    }
}
