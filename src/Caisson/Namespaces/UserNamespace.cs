using Caisson.Oci.Runtime;

namespace Caisson.Namespaces;

/// <summary>The user namespace of a container.</summary>
public sealed record UserNamespace
{
    /// <summary>The host's: the default.</summary>
    public static UserNamespace Host { get; } = new();

    /// <summary>A new one, with the ranges that the engine's user has in subuid(5) and subgid(5).</summary>
    public static UserNamespace Private { get; } = new() { IsPrivate = true };

    /// <summary>Whether there is a new one.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Ranges of user ids; empty with <see cref="IsPrivate"/> lets the engine choose.</summary>
    public IReadOnlyList<IdMapping> Uids { get; init; } = [];

    /// <summary>Ranges of group ids; empty with <see cref="IsPrivate"/> lets the engine choose.</summary>
    public IReadOnlyList<IdMapping> Gids { get; init; } = [];
}
