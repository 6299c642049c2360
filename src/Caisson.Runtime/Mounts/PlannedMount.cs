using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Mounts;

/// <summary>A mount of the specification with its options understood.</summary>
/// <param name="Index">Its place among the mounts.</param>
/// <param name="Spec">As the specification has it.</param>
/// <param name="Options">What its options say.</param>
/// <param name="Origin">Who makes it.</param>
public sealed record PlannedMount(int Index, MountSpec Spec, MountOptions Options, MountOrigin Origin)
{
    /// <summary>Whether it becomes read-only only when everything in it is attached.</summary>
    public bool ReadOnlyAtLast { get; init; }

    /// <summary>Ranges of an idmapped mount, stored ids to the host's; empty is none.</summary>
    public IReadOnlyList<IdMapping> Uids { get; init; } = [];

    /// <inheritdoc cref="Uids"/>
    public IReadOnlyList<IdMapping> Gids { get; init; } = [];

    /// <summary>The file system's type, or <c>bind</c>.</summary>
    public string Type => Options.Bind ? "bind" : Spec.Type!;

    /// <inheritdoc />
    public override string ToString() => Options.Bind ? $"bind of {Spec.Source}" : Type;
}
