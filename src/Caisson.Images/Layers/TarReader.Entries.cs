using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>From headers to an entry: what extended headers say wins over the header block.</summary>
public sealed partial class TarReader
{
    private const string XattrPrefix = "SCHILY.xattr.";
    private const int MaxXattrs = 512;

    private TarEntry MakeEntry(TarHeader header, PaxRecords pax, string? longName, string? longLink)
    {
        string name = Text(pax, "path") ?? longName ?? header.Name;
        byte typeByte = header.Type;
        TarEntryType type = TypeOf(typeByte, name);
        long stored = Number(pax, "size") ?? header.Size;
        if (stored < 0)
        {
            throw new ImageException($"entry {PrintableText.Of(name)}: its size is negative");
        }

        // Only files have data: other kinds may carry a size that means nothing (GNU tar manual, pax(1)).
        stored = type == TarEntryType.File ? stored : 0;
        _remaining = stored;
        _padding = PaddingAfter(stored);

        List<TarRegion>? regions = null;
        long size = stored;
        if (type == TarEntryType.File)
        {
            (name, size, regions) = ReadSparse(header, typeByte, pax, name, stored);
        }

        if (size > _limits.MaxFileSize)
        {
            throw new ImageException($"entry {PrintableText.Of(name)}: {size} bytes are too large (at most {_limits.MaxFileSize})");
        }

        bool isDevice = type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        (long seconds, uint nanoseconds) = Modified(header, pax, name);
        return new TarEntry
        {
            Type = type,
            Name = WithoutNul(name),
            LinkName = type is TarEntryType.HardLink or TarEntryType.SymbolicLink
                ? WithoutNul(Text(pax, "linkpath") ?? longLink ?? header.LinkName)
                : "",
            Mode = (uint)header.Mode & 0xFFF,
            Uid = Id(Number(pax, "uid") ?? header.Uid, "uid", name),
            Gid = Id(Number(pax, "gid") ?? header.Gid, "gid", name),
            Size = size,
            ModifiedSeconds = seconds,
            ModifiedNanoseconds = nanoseconds,
            DeviceMajor = isDevice ? Id(header.DeviceMajor, "device number", name) : 0,
            DeviceMinor = isDevice ? Id(header.DeviceMinor, "device number", name) : 0,
            Xattrs = XattrsOf(pax, name),
            Regions = regions,
        };
    }

    private static TarEntryType TypeOf(byte type, string name) => type switch
    {
        // Before ustar, a directory was a file whose name ended with a slash.
        (byte)'0' or 0 or (byte)'7' or (byte)'S' => name.EndsWith('/') ? TarEntryType.Directory : TarEntryType.File,
        (byte)'1' => TarEntryType.HardLink,
        (byte)'2' => TarEntryType.SymbolicLink,
        (byte)'3' => TarEntryType.CharacterDevice,
        (byte)'4' => TarEntryType.BlockDevice,
        (byte)'5' => TarEntryType.Directory,
        (byte)'6' => TarEntryType.Fifo,
        _ => throw new ImageException($"entry {PrintableText.Of(name)}: entries of type 0x{type:x2} are not supported"),
    };

    private byte[]? Value(PaxRecords pax, string key) =>
        (pax[key] ?? _global[key]) is { Length: > 0 } value ? value : null;

    private string? Text(PaxRecords pax, string key) => Value(pax, key) is { } value ? FileName.Decode(value) : null;

    private long? Number(PaxRecords pax, string key) =>
        Value(pax, key) is not { } value ? null
        : TarNumber.TryReadDecimal(value, out long number) ? number
        : throw new ImageException($"the archive is damaged: {key} in an extended header is not a number");

    private (long Seconds, uint Nanoseconds) Modified(TarHeader header, PaxRecords pax, string name)
    {
        if (Value(pax, "mtime") is not { } text)
        {
            return (header.Modified, 0);
        }

        return TarNumber.TryReadTime(text, out long seconds, out uint nanoseconds)
            ? (seconds, nanoseconds)
            : throw new ImageException($"entry {PrintableText.Of(name)}: its time is not a number");
    }

    private List<KeyValuePair<string, byte[]>> XattrsOf(PaxRecords pax, string entry)
    {
        var xattrs = new List<KeyValuePair<string, byte[]>>();
        AddXattrs(_global, pax, xattrs);
        AddXattrs(pax, pax, xattrs);
        return xattrs.Count <= MaxXattrs
            ? xattrs
            : throw new ImageException($"entry {PrintableText.Of(entry)}: too many extended attributes (at most {MaxXattrs})");
    }

    private static void AddXattrs(PaxRecords records, PaxRecords local, List<KeyValuePair<string, byte[]>> xattrs)
    {
        foreach ((string key, byte[] value) in records.All)
        {
            // Of records with the same key the last one counts, and an entry's own win over global ones.
            bool counts = key.StartsWith(XattrPrefix, StringComparison.Ordinal)
                && ReferenceEquals(value, records == local ? local[key] : local[key] ?? records[key]);
            if (counts && xattrs.Count <= MaxXattrs)
            {
                xattrs.Add(new(WithoutNul(key[XattrPrefix.Length..]), value));
            }
        }
    }

    private static uint Id(long value, string what, string name) =>
        value is >= 0 and <= uint.MaxValue - 1
            ? (uint)value
            : throw new ImageException($"entry {PrintableText.Of(name)}: {what} {value} is out of range");

    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new ImageException($"entry {PrintableText.Of(text)}: a name has a NUL character")
            : text;
}
