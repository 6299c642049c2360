namespace Caisson.Oci.Runtime;

/// <summary>Capability names (<c>CAP_CHOWN</c>) of the five sets (capabilities(7)).</summary>
public sealed record CapabilitiesSpec
{
    public IReadOnlyList<string> Bounding { get; init; } = [];
    public IReadOnlyList<string> Effective { get; init; } = [];
    public IReadOnlyList<string> Inheritable { get; init; } = [];
    public IReadOnlyList<string> Permitted { get; init; } = [];
    public IReadOnlyList<string> Ambient { get; init; } = [];
}
