namespace Caisson.Mounts;

/// <summary>How far a read-only bind mount reaches into the mounts below its source.</summary>
public enum ReadOnlyReach
{
    /// <summary>Recursively where the kernel can (Linux 5.12), else the top mount.</summary>
    RecursiveIfPossible,

    /// <summary>The top mount alone (<c>bind-recursive=writable</c>).</summary>
    TopOnly,

    /// <summary>Recursively or not at all (<c>bind-recursive=readonly</c>).</summary>
    Recursive,
}
