using Caisson.Cli.Arguments;
using Caisson.Supervision.State;

namespace Caisson.Cli.Containers;

/// <summary>A condition of <c>caisson ps --filter</c>.</summary>
/// <param name="Key">What it is about: conditions on one thing are alternatives, on several things all must hold, as in Docker.</param>
/// <param name="Matches">Whether a container is shown.</param>
internal sealed record ContainerFilter(string Key, Func<ContainerRow, bool> Matches)
{
    /// <summary>Reads <c>id= name= label= status= exited= ancestor=</c>.</summary>
    /// <exception cref="FormatException">It is another condition.</exception>
    public static ContainerFilter Parse(string text)
    {
        string[] parts = text.Split('=', 2);
        string value = parts.Length == 2 ? parts[1] : throw new FormatException($"'{text}' is not CONDITION=VALUE");
        return new ContainerFilter(parts[0], parts[0] switch
        {
            "id" => row => row.Id.StartsWith(value, StringComparison.Ordinal),
            "name" => row => row.Name.Contains(value, StringComparison.Ordinal),
            "label" => Label(value),
            "status" => Status(value),
            "exited" => Exited((int)WholeNumber.Parse(value, 0, 255)),
            "ancestor" => row => string.Equals(row.Spec.Image, value, StringComparison.Ordinal),
            _ => throw new FormatException($"unknown condition '{parts[0]}': use id, name, label, status, exited or ancestor"),
        });
    }

    /// <summary>Whether a container passes all conditions.</summary>
    public static bool All(IReadOnlyList<ContainerFilter> filters, ContainerRow row) =>
        filters.GroupBy(filter => filter.Key, StringComparer.Ordinal).All(group => group.Any(filter => filter.Matches(row)));

    private static Func<ContainerRow, bool> Label(string text)
    {
        string[] parts = text.Split('=', 2);
        return row => row.Spec.Labels.TryGetValue(parts[0], out string? value) && (parts.Length == 1 || string.Equals(value, parts[1], StringComparison.Ordinal));
    }

    private static Func<ContainerRow, bool> Status(string word) => word is "created" or "running" or "exited"
        ? row => string.Equals(ContainerListing.Word(row.State.Status), word, StringComparison.Ordinal)
        : throw new FormatException($"unknown status '{word}': use created, running or exited");

    private static Func<ContainerRow, bool> Exited(int code) => row => row.State.Status == ContainerStatus.Exited && row.State.ExitCode == code;
}
