namespace Caisson.Oci.Runtime;

/// <summary>The ids of the process (config.md#user).</summary>
public sealed record UserSpec
{
    public uint Uid { get; init; }
    public uint Gid { get; init; }

    /// <summary>The mode mask; null keeps 0022.</summary>
    public uint? Umask { get; init; }

    public IReadOnlyList<uint> AdditionalGids { get; init; } = [];
}
