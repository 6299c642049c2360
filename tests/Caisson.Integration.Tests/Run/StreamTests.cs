using System.Security.Cryptography;
using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>Input and output at once, in amounts that fill every pipe on the way, with readers and writers that stop halfway.</summary>
public sealed class StreamTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private const int Much = 20 << 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Fact]
    public void Echo_of_much_input_from_a_pipe_comes_back_byte_for_byte()
    {
        byte[] input = RandomNumberGenerator.GetBytes(Much);
        sandbox.Run("true").Succeeded();
        using Command run = sandbox.Start(input, "run", "--rm", "-i", Sandbox.Busybox, "cat");
        Assert.True(input.AsSpan().SequenceEqual(run.Wait(s_limit).Succeeded().OutBytes));
    }

    [Theory]
    [InlineData("run --rm -i busybox cat")]
    [InlineData("exec -i files cat")]
    public void Echo_of_a_file_into_a_file_is_the_same_file(string command)
    {
        using RunningContainer box = sandbox.Detached("--name", "files");
        string input = sandbox.NewPath("input"), output = sandbox.NewPath("output");
        File.WriteAllBytes(input, RandomNumberGenerator.GetBytes(Much));
        Shell($"{command} <{input} >{output}").Succeeded();
        Assert.True(File.ReadAllBytes(input).AsSpan().SequenceEqual(File.ReadAllBytes(output)));
    }

    [Theory]
    [InlineData("run --rm -i busybox")]
    [InlineData("exec -i endless")]
    public void Endless_input_that_nobody_reads_does_not_hold_up_the_output(string command)
    {
        using RunningContainer box = sandbox.Detached("--name", "endless");
        Assert.Equal("5000000\n", Shell($"yes | $caisson {command} sh -c 'yes | head -c 5000000' | wc -c", start: "").Succeeded().Out);
    }

    [Theory]
    [InlineData("run --rm --log-driver none busybox", 141)]
    [InlineData("run --rm --log-driver none -t busybox", 129)]
    [InlineData("exec gone", 141)]
    [InlineData("exec -t gone", 129)]
    public void Reader_that_leaves_ends_the_writer(string command, int code)
    {
        using RunningContainer box = sandbox.Detached("--name", "gone");
        CommandResult result = Shell($"({command} sh -c 'exec yes' 2>/dev/null; echo code $? >&2) | head -n 1");
        Assert.Equal("y", result.Succeeded().Out.TrimEnd());
        // busybox's yes reports the broken pipe itself instead of dying from SIGPIPE, which the runtime may have it ignore.
        Assert.Contains(result.Error.TrimEnd(), (string[])[$"code {code}", "code 1"]);
    }

    [Theory]
    [InlineData("run --rm busybox")]
    [InlineData("exec full")]
    public void Output_that_cannot_be_written_is_an_error(string command)
    {
        using RunningContainer box = sandbox.Detached("--name", "full");
        Shell($"{command} echo lost >/dev/full").Refused("standard output", "ENOSPC");
    }

    [Fact]
    public void Caller_s_closed_streams_stay_nobody_s()
    {
        sandbox.Run("true").Succeeded();
        Assert.Equal("", Shell("run --rm -i busybox cat <&-").Succeeded().Out);
        Assert.Equal("", Shell("run --rm busybox sh -c 'echo out' >&-").Succeeded().Out);
        Assert.Equal("out\n", Shell("run --rm busybox sh -c 'echo out; echo err >&2' 2>&-").Succeeded().Out);
    }

    [Fact]
    public void Container_whose_output_is_stuck_can_be_removed_and_takes_signals()
    {
        sandbox.Run("true").Succeeded();
        using Command stuck = Command.Start("/bin/sh", ["-c", Line("run --rm --log-driver none --name stuck busybox sh -c 'echo ready >&2; exec yes' | sleep 1000", "$caisson ")]);
        stuck.ExpectError("ready");
        sandbox.Caisson("rm", "--force", "stuck").Succeeded();
        Assert.DoesNotContain("stuck", sandbox.Caisson("ps", "--all").Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_of_open_files_may_be_smaller_than_what_setting_up_needs() =>
        Assert.Equal("10 20\n", sandbox.Caisson("run", "--rm", "--ulimit", "nofile=10:20", Sandbox.Busybox, "sh", "-c", "echo $(ulimit -n) $(ulimit -Hn)").Succeeded().Out);

    private CommandResult Shell(string line, string start = "$caisson ")
    {
        using Command command = Command.Start("/bin/sh", ["-c", Line(line, start)], input: []);
        return command.Wait(s_limit);
    }

    private string Line(string line, string start) =>
        (line.StartsWith('(') ? "(" + start + line[1..] : start + line)
        .Replace("$caisson", $"'{Executables.Caisson}' --root '{sandbox.Root}'", StringComparison.Ordinal);
}
