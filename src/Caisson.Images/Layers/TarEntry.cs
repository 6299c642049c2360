namespace Caisson.Images.Layers;

/// <summary>One file of an archive, with everything that its headers say. Names are as in <see cref="Linux.Files.FileName"/>.</summary>
public sealed record TarEntry
{
    /// <summary>What it is.</summary>
    public required TarEntryType Type { get; init; }

    /// <summary>The name as the archive has it; nothing about it has been checked, except that it has no NUL.</summary>
    public required string Name { get; init; }

    /// <summary>A symbolic link's text or the name that a hard link shares its file with.</summary>
    public string LinkName { get; init; } = "";

    /// <summary>Permission bits (07777).</summary>
    public uint Mode { get; init; }

    /// <summary>Numeric owner; names in archives are of another machine and not used.</summary>
    public uint Uid { get; init; }

    /// <summary>Numeric group.</summary>
    public uint Gid { get; init; }

    /// <summary>The file's size, holes included.</summary>
    public long Size { get; init; }

    /// <summary>Seconds since 1970, UTC.</summary>
    public long ModifiedSeconds { get; init; }

    /// <summary>The nanoseconds part.</summary>
    public uint ModifiedNanoseconds { get; init; }

    /// <summary>For device nodes.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>For device nodes.</summary>
    public uint DeviceMinor { get; init; }

    /// <summary>Extended attributes, in the archive's order; values are bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Xattrs { get; init; } = [];

    /// <summary>Where a sparse file has data, in order and without overlap; null for ordinary files.</summary>
    public IReadOnlyList<TarRegion>? Regions { get; init; }
}
