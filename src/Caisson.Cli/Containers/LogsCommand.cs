using System.Globalization;
using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Cli.Output;
using Caisson.Supervision.Logs;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson logs CONTAINER</c>.</summary>
internal static class LogsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<LogsRequest>
    {
        Name = "logs",
        Usage = "[OPTIONS] CONTAINER",
        Summary = "Show what a container has printed",
        Aliases = ["container logs"],
        MinimumArguments = 1,
        MaximumArguments = 1,
        Options = new OptionTable<LogsRequest>()
            .Value("tail", 'n', "NUMBER", "How many lines from the end, or all (all)", (r, v) => r.Tail = v is "all" ? null : Tail(v))
            .Flag("timestamps", 't', "Show when each line was printed", (r, on) => r.Timestamps = on)
            .Value("since", null, "TIME", "Only what was printed since a time, or since 42m ago", (r, v) => r.Since = v)
            .Value("until", null, "TIME", "Only what was printed before a time, or before 42m ago", (r, v) => r.Until = v)
            .Refused(OptionKind.Flag, "follow", 'f', "not available in this version; run the container without -d to see its output as it comes")
            .Refused(OptionKind.Flag, "details", null, "logs have no details in this version"),
        Execute = Execute,
    };

    /// <summary>Prints log records, each to the stream that it came from, byte for byte.</summary>
    public static void Print(LogsRequest request, IEnumerable<LogLine> lines, CommandContext context)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        DateTimeOffset since = request.Since is { } from ? Moment.Parse(from, now) : DateTimeOffset.MinValue;
        DateTimeOffset until = request.Until is { } to ? Moment.Parse(to, now) : DateTimeOffset.MaxValue;
        IEnumerable<LogLine> selected = lines.Where(line => line.Time >= since && line.Time < until);
        TextOutput? last = null;
        foreach (LogLine line in request.Tail is { } count ? selected.TakeLast(count) : selected)
        {
            TextOutput output = line.Stream == OutputStream.Stderr ? context.ErrorOutput : context.Output;
            if (last != output)
            {
                // On a terminal both streams are one: keep the order between them.
                last?.Flush();
                last = output;
            }

            if (request.Timestamps)
            {
                output.Write(line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z '", CultureInfo.InvariantCulture));
            }

            output.Write(line.Content.Span);
        }

        last?.Flush();
    }

    private static int Execute(LogsRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        using Engine engine = context.OpenEngine();
        Print(request, engine.Find(arguments[0]).ReadLog(), context);
        return ExitCodes.Success;
    }

    // As in Docker, a negative number is "all".
    private static int? Tail(string text) => (int)WholeNumber.Parse(text, int.MinValue, int.MaxValue) is var count and >= 0 ? count : null;
}
