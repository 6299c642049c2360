using System.Globalization;
using Caisson.Cli.Output;
using Caisson.Supervision.State;

namespace Caisson.Cli.Containers;

/// <summary>The fields of <c>caisson ps</c>, as Docker names and words them.</summary>
internal static class ContainerListing
{
    private const int ShortId = 12;
    private const int ShortCommand = 20;

    /// <summary>The listing.</summary>
    /// <param name="noTruncation">Whether ids and commands are shown whole.</param>
    /// <param name="now">For "2 minutes ago".</param>
    public static Listing<ContainerRow> Create(bool noTruncation, DateTimeOffset now) => new(
        [
            new("ID", "CONTAINER ID", row => noTruncation ? row.Id : row.Id[..ShortId]),
            new("Image", "IMAGE", row => row.Spec.Image ?? row.Spec.Rootfs ?? ""),
            new("Command", "COMMAND", row => Command(row.Command, noTruncation)),
            new("RunningFor", "CREATED", row => HumanDuration.Ago(row.Created, now)),
            new("CreatedAt", "CREATED AT", row => row.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture), false),
            new("State", "STATE", row => Word(row.State.Status), false),
            new("Status", "STATUS", row => Status(row.State, now)),
            new("Ports", "PORTS", static _ => ""),
            new("Names", "NAMES", row => row.Name),
            new("Labels", "LABELS", row => string.Join(',', row.Spec.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")), false),
            new("Mounts", "MOUNTS", row => string.Join(',', row.Spec.Mounts.OfType<Caisson.Mounts.BindMount>().Select(mount => mount.Source)), false),
            new("Networks", "NETWORKS", row => row.Spec.Namespaces.Network.ToString(), false),
        ],
        quietField: "ID");

    /// <summary>One word for a state.</summary>
    public static string Word(ContainerStatus status) => status switch
    {
        ContainerStatus.Running => "running",
        ContainerStatus.Exited => "exited",
        _ => "created",
    };

    /// <summary>A state and since when: <c>Up 3 seconds</c>, <c>Exited (0) 2 hours ago</c>.</summary>
    public static string Status(ContainerState state, DateTimeOffset now) => state switch
    {
        { Status: ContainerStatus.Running, Started: { } started } => $"Up {HumanDuration.Format(now - started)}",
        { Status: ContainerStatus.Running } => "Up",
        { Status: ContainerStatus.Exited, Finished: { } finished } => $"Exited ({state.ExitCode}) {HumanDuration.Ago(finished, now)}",
        { Status: ContainerStatus.Exited } => $"Exited ({state.ExitCode})",
        _ => "Created",
    };

    private static string Command(IReadOnlyList<string> arguments, bool noTruncation)
    {
        string text = Printable.Escape(string.Join(' ', arguments));
        return noTruncation || text.Length <= ShortCommand ? $"\"{text}\"" : $"\"{text[..(ShortCommand - 1)]}…\"";
    }
}
