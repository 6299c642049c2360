using Caisson.Containers;
using Caisson.Supervision.State;

namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson ps</c> shows of a container.</summary>
internal sealed record ContainerRow
{
    /// <summary>64 digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What was asked for.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>What has become of it.</summary>
    public required ContainerState State { get; init; }

    /// <summary>The argument vector of its first process.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Reads a container.</summary>
    public static ContainerRow Of(Container container) => new()
    {
        Id = container.Id,
        Name = container.Name,
        Created = container.Created,
        Spec = container.Spec,
        State = container.State,
        Command = container.Configuration.Process?.Args ?? [],
    };
}
