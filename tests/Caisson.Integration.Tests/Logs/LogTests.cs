using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Logs;

/// <summary>What a container wrote, read again.</summary>
public sealed class LogTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Logs_give_each_stream_back()
    {
        sandbox.Caisson("run", "--name", "talker", Sandbox.Busybox, "sh", "-c", "echo one; echo two >&2; printf three").Succeeded();
        CommandResult logs = sandbox.Caisson("logs", "talker").Succeeded();
        Assert.Equal("one\nthree", logs.Out);
        Assert.Equal("two\n", logs.Error);
    }

    [Fact]
    public void Logs_of_a_detached_container_are_complete_after_its_end()
    {
        string id = sandbox.Caisson("run", "-d", Sandbox.Busybox, "sh", "-c", "seq 20000").Succeeded().Out.Trim();
        Host.Eventually(
            () => sandbox.Caisson("inspect", "--format", "{{.State.Status}}", id).Succeeded().Out == "exited\n", "the container never ended");
        Assert.Equal(Enumerable.Range(1, 20000).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), sandbox.Caisson("logs", id).Succeeded().Lines);
    }

    [Fact]
    public void Tail_gives_the_last_lines()
    {
        string name = "counter";
        sandbox.Caisson("run", "--name", name, Sandbox.Busybox, "seq", "100").Succeeded();
        Assert.Equal("99\n100\n", sandbox.Caisson("logs", "--tail", "2", name).Succeeded().Out);
    }

    [Fact]
    public void Logs_of_an_unknown_container_are_refused() => sandbox.Caisson("logs", "no-such-container").FailedWith(1, "no-such-container");
}
