using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Containers;
using Caisson.Supervision.State;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson ps</c>.</summary>
internal static class PsCommand
{
    private const string Name = "ps";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<PsRequest>
    {
        Name = Name,
        Usage = "[OPTIONS]",
        Summary = "List containers",
        Aliases = ["container ls", "container list", "container ps"],
        MaximumArguments = 0,
        Options = new OptionTable<PsRequest>()
            .Flag("all", 'a', "Show all containers, not only those that run", (r, on) => r.All = on)
            .List("filter", 'f', "CONDITION", "Only containers with id=, name=, label=, status=, exited= or ancestor=", (r, v) => r.Filters.Add(ContainerFilter.Parse(v)))
            .Value("format", null, "FORMAT", "table, json, a template, or 'table TEMPLATE'", (r, v) => r.Format = v)
            .Value("last", 'n', "NUMBER", "Show the newest, in any state; -1 is all", (r, v) => r.Last = (int)WholeNumber.Parse(v, -1, int.MaxValue) is var n and >= 0 ? n : null)
            .Flag("latest", 'l', "Show the newest, in any state", (r, on) => r.Last = on ? 1 : null)
            .Flag("no-trunc", null, "Show whole ids and commands", (r, on) => r.NoTruncation = on)
            .Flag("quiet", 'q', "Show only ids", (r, on) => r.Quiet = on)
            .Refused(OptionKind.Flag, "size", 's', "sizes of containers are not available in this version; look with 'du'"),
        Execute = static (request, _, context) => Execute(request, context),
    };

    /// <summary>Which of all containers are shown, the newest first.</summary>
    public static IReadOnlyList<ContainerRow> Select(PsRequest request, IEnumerable<ContainerRow> rows)
    {
        // As in Docker, asking for a status or for the newest shows containers that do not run too.
        bool inAnyState = request.All || request.Last is not null || request.Filters.Exists(filter => filter.Key is "status" or "exited");
        IEnumerable<ContainerRow> selected = rows
            .Where(row => inAnyState || row.State.Status == ContainerStatus.Running)
            .Where(row => ContainerFilter.All(request.Filters, row));
        return [.. request.Last is { } count ? selected.Take(count) : selected];
    }

    private static int Execute(PsRequest request, CommandContext context)
    {
        if (request is { Quiet: true, Format: not null })
        {
            context.Diagnostics.Warn(Name, "--format is ignored, because --quiet is given");
        }

        using Engine engine = context.OpenEngine();
        var damaged = new List<DamagedContainer>();
        IReadOnlyList<ContainerRow> rows = Select(request, engine.Containers(damaged).Select(ContainerRow.Of));
        foreach (DamagedContainer container in damaged)
        {
            const int ShortId = 12;
            string id = container.Id.Length > ShortId ? container.Id[..ShortId] : container.Id;
            context.Diagnostics.Warn(Name, $"container {id} cannot be read: {container.Reason}; 'caisson rm --force {id}' removes it");
        }

        ContainerListing.Create(request.NoTruncation, context.Clock.GetUtcNow()).Write(context.Output, rows, request.Format, request.Quiet);
        return ExitCodes.Success;
    }
}
