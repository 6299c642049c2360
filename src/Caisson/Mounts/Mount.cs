namespace Caisson.Mounts;

/// <summary>Something that is mounted into a container: a <see cref="BindMount"/>, a <see cref="VolumeMount"/> or a
/// <see cref="TmpfsMount"/>.</summary>
public abstract record Mount
{
    private protected Mount()
    {
    }

    /// <summary>The absolute, normalised path inside the container.</summary>
    public required string Target { get; init; }

    /// <summary>Whether nothing can be written through this mount.</summary>
    public bool ReadOnly { get; init; }
}
