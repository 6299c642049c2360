namespace Caisson.Mounts;

/// <summary>A file system in memory (tmpfs(5)).</summary>
public sealed record TmpfsMount : Mount
{
    /// <summary>The size limit in bytes; null is the kernel's default, half of the memory.</summary>
    public long? Size { get; init; }

    /// <summary>The mode of its root directory; null is 1777.</summary>
    public uint? Mode { get; init; }

    /// <summary>Further options for mount(8), as <c>noexec</c> or <c>nr_inodes=1000</c>; they win over nosuid, nodev and noexec, the
    /// defaults.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
