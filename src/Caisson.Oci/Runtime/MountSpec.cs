namespace Caisson.Oci.Runtime;

/// <summary>A mount (config.md#mounts).</summary>
public sealed record MountSpec
{
    /// <summary>Absolute path inside the container.</summary>
    public required string Destination { get; init; }

    /// <summary>File system type; <c>bind</c> or null together with a bind option for bind mounts.</summary>
    public string? Type { get; init; }

    /// <summary>A device, a directory or file on the host, or a dummy.</summary>
    public string? Source { get; init; }

    /// <summary>Options as in fstab(5) and mount(8).</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>User id mappings of an idmapped mount.</summary>
    public IReadOnlyList<IdMapping> UidMappings { get; init; } = [];

    /// <summary>Group id mappings of an idmapped mount.</summary>
    public IReadOnlyList<IdMapping> GidMappings { get; init; } = [];
}
