namespace Caisson.Mounts;

/// <summary>How mount events travel (mount_namespaces(7)).</summary>
public enum MountPropagation
{
    /// <summary>Not at all, this mount and those below it.</summary>
    RecursivePrivate,

    /// <summary>Not at all, this mount alone.</summary>
    Private,

    /// <summary>Both ways, this mount and those below it.</summary>
    RecursiveShared,

    /// <summary>Both ways, this mount alone.</summary>
    Shared,

    /// <summary>From the host into the container, this mount and those below it.</summary>
    RecursiveSlave,

    /// <summary>From the host into the container, this mount alone.</summary>
    Slave,
}
