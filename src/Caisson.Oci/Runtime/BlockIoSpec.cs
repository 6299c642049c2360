namespace Caisson.Oci.Runtime;

/// <summary>Block device limits.</summary>
public sealed record BlockIoSpec
{
    /// <summary>10 to 1000.</summary>
    public ushort? Weight { get; init; }

    public ushort? LeafWeight { get; init; }
    public IReadOnlyList<WeightDevice> WeightDevice { get; init; } = [];
    public IReadOnlyList<ThrottleDevice> ThrottleReadBpsDevice { get; init; } = [];
    public IReadOnlyList<ThrottleDevice> ThrottleWriteBpsDevice { get; init; } = [];
    public IReadOnlyList<ThrottleDevice> ThrottleReadIopsDevice { get; init; } = [];
    public IReadOnlyList<ThrottleDevice> ThrottleWriteIopsDevice { get; init; } = [];
}
