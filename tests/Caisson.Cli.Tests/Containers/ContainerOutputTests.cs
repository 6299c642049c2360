using System.Text;
using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Containers;
using Caisson.Cli.Output;
using Caisson.Containers;
using Caisson.Supervision.Logs;
using Caisson.Supervision.State;

namespace Caisson.Cli.Tests.Containers;

public sealed class ContainerOutputTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly ContainerRow Web = new()
    {
        Id = new string('a', 64),
        Name = "web",
        Created = Now.AddMinutes(-2),
        Spec = new ContainerSpec { Image = "busybox", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = "front" } },
        State = new ContainerState { Status = ContainerStatus.Running, Started = Now.AddSeconds(-3) },
        Command = ["httpd", "-f", "-h", "/srv/www/\u001b[2J"],
    };

    private static readonly ContainerRow Job = Web with
    {
        Id = new string('b', 64),
        Name = "job",
        Created = Now.AddHours(-3),
        Spec = new ContainerSpec { Rootfs = "/srv/root" },
        State = new ContainerState { Status = ContainerStatus.Exited, ExitCode = 137, Finished = Now.AddHours(-2) },
        Command = ["true"],
    };

    private static readonly ContainerRow Fresh = Job with
    {
        Id = new string('c', 64),
        Name = "fresh",
        State = new ContainerState { Status = ContainerStatus.Created },
    };

    [Fact]
    public void Containers_are_listed_as_Docker_lists_them() =>
        Assert.Equal(
            """
            CONTAINER ID   IMAGE       COMMAND                  CREATED         STATUS                     PORTS     NAMES
            aaaaaaaaaaaa   busybox     "httpd -f -h /srv/ww…"   2 minutes ago   Up 3 seconds                         web
            bbbbbbbbbbbb   /srv/root   "true"                   3 hours ago     Exited (137) 2 hours ago             job
            cccccccccccc   /srv/root   "true"                   3 hours ago     Created                              fresh

            """.ReplaceLineEndings("\n"),
            Print(output => ContainerListing.Create(noTruncation: false, Now).Write(output, [Web, Job, Fresh], null, isQuiet: false)));

    [Fact]
    public void A_whole_command_is_still_safe_for_terminals() =>
        Assert.Equal(
            "\"httpd -f -h /srv/www/\\x1b[2J\"\n",
            Print(output => ContainerListing.Create(noTruncation: true, Now).Write(output, [Web], "{{.Command}}", isQuiet: false)));

    [Theory]
    [InlineData("", "web")]
    [InlineData("-a", "web job fresh")]
    [InlineData("-n 2", "web job")]
    [InlineData("-n -1", "web")]
    [InlineData("-l", "web")]
    [InlineData("-f status=exited", "job")]
    [InlineData("-f status=exited -f status=created", "job fresh")]
    [InlineData("-a -f name=e", "web fresh")]
    [InlineData("-a -f id=b", "job")]
    [InlineData("-f exited=137", "job")]
    [InlineData("-f exited=0", "")]
    [InlineData("-f label=tier", "web")]
    [InlineData("-f label=tier=back", "")]
    [InlineData("-f ancestor=busybox", "web")]
    [InlineData("-a -f name=e -f status=created", "fresh")]
    public void Filters_of_one_kind_are_alternatives_and_of_several_must_all_hold(string words, string expected)
    {
        var request = new PsRequest();
        var table = (Command<PsRequest>)PsCommand.Create();
        ArgumentParser.Parse(table.Options, request, words.Split(' ', StringSplitOptions.RemoveEmptyEntries), stopAtFirstArgument: false);
        Assert.Equal(expected, string.Join(' ', PsCommand.Select(request, [Web, Job, Fresh]).Select(row => row.Name)));
    }

    [Theory]
    [InlineData("colour=red")]
    [InlineData("status=paused")]
    [InlineData("exited=many")]
    [InlineData("name")]
    public void Other_filters_are_refused(string filter) => Assert.Throws<FormatException>(() => ContainerFilter.Parse(filter));

    [Theory]
    [InlineData("2026-03-10T11:00:00Z", -60)]
    [InlineData("2026-03-10T12:00:00+01:00", -60)]
    [InlineData("2026-03-10", -720)]
    [InlineData("1773140400", -60)]
    [InlineData("90m", -90)]
    [InlineData("1h30m", -90)]
    public void Moments_are_times_seconds_or_ages(string text, int minutes) => Assert.Equal(Now.AddMinutes(minutes), Moment.Parse(text, Now));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-40")]
    [InlineData("")]
    public void Other_moments_are_refused(string text) => Assert.Throws<UsageException>(() => Moment.Parse(text, Now));

    [Fact]
    public void Logs_go_to_the_stream_that_they_came_from_byte_for_byte()
    {
        (byte[] output, byte[] error) = Logs(new LogsRequest());
        Assert.Equal([.. "one\n"u8, 0xff, 0x1b, (byte)'\n', .. "three"u8], output);
        Assert.Equal("oops\n"u8.ToArray(), error);
    }

    [Fact]
    public void Logs_can_be_cut_and_stamped()
    {
        Assert.Equal("three", Encoding.UTF8.GetString(Logs(new LogsRequest { Tail = 1 }).Output));
        Assert.Empty(Logs(new LogsRequest { Tail = 0 }).Output);
        Assert.Equal("2026-03-10T11:59:00.000000000Z three", Encoding.UTF8.GetString(Logs(new LogsRequest { Since = "90s", Timestamps = true }).Output));
        Assert.Equal("one\n", Encoding.UTF8.GetString(Logs(new LogsRequest { Until = "4m" }).Output));
    }

    private static (byte[] Output, byte[] Error) Logs(LogsRequest request)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var clock = new Stopped();
        var context = new CommandContext(new TextOutput(output), new TextOutput(error), new Diagnostics(error, clock), clock, new GlobalSettings());
        LogsCommand.Print(
            request,
            [
                new(Now.AddMinutes(-5), OutputStream.Stdout, "one\n"u8.ToArray()),
                new(Now.AddMinutes(-4), OutputStream.Stderr, "oops\n"u8.ToArray()),
                new(Now.AddMinutes(-2), OutputStream.Stdout, new byte[] { 0xff, 0x1b, (byte)'\n' }),
                new(Now.AddMinutes(-1), OutputStream.Stdout, "three"u8.ToArray()),
            ],
            context);
        return (output.ToArray(), error.ToArray());
    }

    private static string Print(Action<TextOutput> write)
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        write(output);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
