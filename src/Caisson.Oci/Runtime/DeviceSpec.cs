namespace Caisson.Oci.Runtime;

/// <summary>A device node (config-linux.md#devices).</summary>
public sealed record DeviceSpec
{
    public required string Path { get; init; }

    /// <summary>c, b, u or p.</summary>
    public required string Type { get; init; }

    public long Major { get; init; }
    public long Minor { get; init; }
    public uint? FileMode { get; init; }
    public uint? Uid { get; init; }
    public uint? Gid { get; init; }
}
