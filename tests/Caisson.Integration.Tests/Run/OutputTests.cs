using System.Diagnostics;
using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.4: output is byte-exact, stdout and stderr apart, complete before the exit is reported.</summary>
public sealed class OutputTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Every_byte_value_passes_both_ways()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. Enumerable.Range(0, 256).Reverse().Select(value => (byte)value)];
        CommandResult result = sandbox.CaissonWithInput(all, "run", "--rm", "-i", Sandbox.Busybox, "cat").Succeeded();
        Assert.Equal(all, result.OutBytes);
        Assert.Empty(result.ErrorBytes);
    }

    [Fact]
    public void Standard_output_and_error_stay_apart()
    {
        CommandResult result = sandbox.Run("sh", "-c", "echo out; echo err >&2").Succeeded();
        Assert.Equal("out\n", result.Out);
        Assert.Equal("err\n", result.Error);
    }

    [Fact]
    public void Output_without_a_last_newline_gets_none() => Assert.Equal("x", sandbox.Run("printf", "x").Succeeded().Out);

    [Fact]
    public void Twenty_megabytes_arrive_complete()
    {
        const int Count = 20 << 20;
        CommandResult result = sandbox.Run("sh", "-c", $"head -c {Count} /dev/zero | tr '\\0' x").Succeeded();
        Assert.Equal(Count, result.OutBytes.Length);
        Assert.DoesNotContain(result.OutBytes, value => value != (byte)'x');
    }

    [Fact]
    public void Background_child_that_keeps_the_pipe_open_does_not_hold_up_the_exit()
    {
        CommandResult result = sandbox.Run("sh", "-c", "sleep 1000 & echo done; exit 5").ExitedWith(5);
        Assert.Equal("done\n", result.Out);
        Assert.True(result.Elapsed < TimeSpan.FromSeconds(20), $"took {result.Elapsed}");
    }

    [Fact]
    public void Output_is_streamed_while_the_process_runs()
    {
        using Command run = sandbox.Start(input: null, "run", "--rm", "-i", Sandbox.Busybox, "sh", "-c", "echo ready; read word; echo got $word");
        run.ExpectOut("ready\n");
        run.Write("word\n"u8.ToArray());
        run.CloseInput();
        Assert.Equal("ready\ngot word\n", run.Wait(TimeSpan.FromSeconds(20)).Succeeded().Out);
    }

    [Fact]
    public void Without_i_the_process_reads_end_of_file() => Assert.Equal("0\n", sandbox.Run("sh", "-c", "cat | wc -c").Succeeded().Out);

    [Fact]
    public void Closed_output_ends_the_writer_and_not_the_engine()
    {
        sandbox.Run("true").Succeeded();
        long start = Stopwatch.GetTimestamp();
        string line = $"'{Executables.Caisson}' --root '{sandbox.Root}' run --rm {Sandbox.Busybox} yes | head -n 1";
        Assert.Equal("y\n", Command.Run("/bin/sh", "-c", line).Succeeded().Out);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }
}
