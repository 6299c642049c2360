namespace Caisson.Mounts;

/// <summary>A file or directory of the host.</summary>
public sealed record BindMount : Mount
{
    /// <summary>The absolute path on the host.</summary>
    public required string Source { get; init; }

    /// <summary>Whether a directory is made when the source does not exist (<c>-v</c> does, <c>--mount</c> does not).</summary>
    public bool CreateSource { get; init; }

    /// <summary>How mount events travel; null is <see cref="MountPropagation.RecursivePrivate"/>.</summary>
    public MountPropagation? Propagation { get; init; }

    /// <summary>Whether mounts below the source come along.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>How far <see cref="Mount.ReadOnly"/> reaches into mounts below the source.</summary>
    public ReadOnlyReach ReadOnlyReach { get; init; }

    /// <summary>Whether the source is relabelled for SELinux.</summary>
    public Relabelling Relabelling { get; init; }

    /// <summary>Maps the ids on the mount (mount_setattr(2)); null does not.</summary>
    public MountIdMap? IdMap { get; init; }
}
