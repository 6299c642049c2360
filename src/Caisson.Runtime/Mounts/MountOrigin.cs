namespace Caisson.Runtime.Mounts;

/// <summary>Who makes a mount.</summary>
public enum MountOrigin
{
    /// <summary>A copy of a mount of the host, made before the clone.</summary>
    Bind,

    /// <summary>A new file system, made before the clone.</summary>
    Outside,

    /// <summary>A file system that shows its maker's namespaces: made by the container's first process.</summary>
    Inside,
}
