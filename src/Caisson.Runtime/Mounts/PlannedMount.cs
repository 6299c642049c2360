using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Mounts;

/// <summary>A mount of the specification with its options understood.</summary>
/// <param name="Index">Its place among the mounts.</param>
/// <param name="Spec">As the specification has it.</param>
/// <param name="Options">What its options say.</param>
/// <param name="Origin">Who makes it.</param>
public sealed record PlannedMount(int Index, MountSpec Spec, MountOptions Options, MountOrigin Origin)
{
    /// <summary>The file system's type, or <c>bind</c>.</summary>
    public string Type => Options.Bind ? "bind" : Spec.Type!;

    /// <inheritdoc />
    public override string ToString() => Options.Bind ? $"bind of {Spec.Source}" : Type;
}
