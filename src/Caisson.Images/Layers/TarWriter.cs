using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>
/// Writes pax archives: plain ustar headers where they can say it, extended headers for the rest (long or non-ASCII names, large ids and
/// sizes, nanoseconds, attributes, sparse files in version 1.0). The same entries give the same bytes.
/// </summary>
internal sealed class TarWriter
{
    private readonly Action<ReadOnlyMemory<byte>> _write;
    private long _padding;

    /// <param name="write">Takes the archive's bytes in order.</param>
    internal TarWriter(Action<ReadOnlyMemory<byte>> write) => _write = write;

    /// <summary>Writes an entry's headers, and for a sparse file its map. The stored data follows through <see cref="WriteData"/>.</summary>
    internal void WriteEntry(TarEntry entry)
    {
        Pad();
        byte[] map = entry.Regions is null ? [] : SparseMap(entry.Regions);
        long stored = entry.Type != TarEntryType.File ? 0
            : entry.Regions is null ? entry.Size
            : map.Length + entry.Regions.Sum(region => region.Length);
        byte[] name = FileName.Encode(entry.Regions is null ? entry.Name : "GNUSparseFile.0/" + entry.Name), link = FileName.Encode(entry.LinkName);
        byte[] pax = Extended(entry, name, link, stored);
        if (pax.Length > 0)
        {
            WriteBlock("PaxHeaders.0/x"u8, default, (byte)'x', new TarEntry { Type = TarEntryType.File, Name = "", Mode = 0x1A4 }, pax.Length);
            _write(pax);
            _padding = -pax.Length & (TarHeader.BlockSize - 1);
            Pad();
        }

        WriteBlock(name, link, TypeByte(entry.Type), entry, stored);
        _write(map);
        _padding = -stored & (TarHeader.BlockSize - 1);
    }

    /// <summary>Writes stored data of the entry.</summary>
    internal void WriteData(ReadOnlyMemory<byte> data) => _write(data);

    /// <summary>Ends the archive with two blocks of zeros.</summary>
    internal void Finish()
    {
        Pad();
        _write(new byte[2 * TarHeader.BlockSize]);
    }

    private void Pad()
    {
        if (_padding > 0)
        {
            _write(new byte[_padding]);
            _padding = 0;
        }
    }

    private void WriteBlock(ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, byte type, TarEntry entry, long size)
    {
        byte[] block = new byte[TarHeader.BlockSize];
        name[..Math.Min(name.Length, 100)].CopyTo(block);
        Octal(block.AsSpan(100, 8), entry.Mode);
        Octal(block.AsSpan(108, 8), entry.Uid);
        Octal(block.AsSpan(116, 8), entry.Gid);
        Octal(block.AsSpan(124, 12), size);
        Octal(block.AsSpan(136, 12), entry.ModifiedSeconds);
        block[156] = type;
        link[..Math.Min(link.Length, 100)].CopyTo(block.AsSpan(157));
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        Octal(block.AsSpan(329, 8), entry.DeviceMajor);
        Octal(block.AsSpan(337, 8), entry.DeviceMinor);
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block)
        {
            sum += b;
        }

        Octal(block.AsSpan(148, 7), sum);
        _write(block);
    }

    private static byte[] Extended(TarEntry entry, byte[] name, byte[] link, long stored)
    {
        using var records = new MemoryStream();
        if (!Utf8.IsValid(name) || !Utf8.IsValid(link))
        {
            Record(records, "hdrcharset", "BINARY"u8);
        }

        AddIf(records, !Fits(name), "path", name);
        AddIf(records, !Fits(link), "linkpath", link);
        AddIf(records, !FitsOctal(stored, 11), "size", Text(stored));
        AddIf(records, !FitsOctal(entry.Uid, 7), "uid", Text(entry.Uid));
        AddIf(records, !FitsOctal(entry.Gid, 7), "gid", Text(entry.Gid));
        AddIf(records, entry.ModifiedNanoseconds != 0 || !FitsOctal(entry.ModifiedSeconds, 11), "mtime", Time(entry));
        if (entry.Regions is not null)
        {
            Record(records, "GNU.sparse.major", "1"u8);
            Record(records, "GNU.sparse.minor", "0"u8);
            Record(records, "GNU.sparse.name", FileName.Encode(entry.Name));
            Record(records, "GNU.sparse.realsize", Text(entry.Size));
        }

        foreach ((string attribute, byte[] value) in entry.Xattrs)
        {
            Record(records, "SCHILY.xattr." + attribute, value);
        }

        return records.ToArray();
    }

    private static void AddIf(MemoryStream records, bool needed, string key, byte[] value)
    {
        if (needed)
        {
            Record(records, key, value);
        }
    }

    /// <summary>The length counts its own digits.</summary>
    private static void Record(MemoryStream records, string key, ReadOnlySpan<byte> value)
    {
        byte[] keyBytes = FileName.Encode(key);
        int rest = keyBytes.Length + value.Length + 3;
        int length = rest + Text(rest).Length;
        length = rest + Text(length).Length;
        records.Write(Text(length));
        records.WriteByte((byte)' ');
        records.Write(keyBytes);
        records.WriteByte((byte)'=');
        records.Write(value);
        records.WriteByte((byte)'\n');
    }

    private static byte[] SparseMap(IReadOnlyList<TarRegion> regions)
    {
        var map = new StringBuilder().Append(regions.Count).Append('\n');
        foreach (TarRegion region in regions)
        {
            map.Append(region.Offset).Append('\n').Append(region.Length).Append('\n');
        }

        map.Append('\0', -map.Length & (TarHeader.BlockSize - 1));
        return Encoding.ASCII.GetBytes(map.ToString());
    }

    private static byte[] Time(TarEntry entry)
    {
        // A negative time counts downwards: 1 s and 0.25 s before 1970 is -1.25, kept as -2 s and 750,000,000 ns.
        bool negative = entry.ModifiedSeconds < 0 && entry.ModifiedNanoseconds > 0;
        long seconds = negative ? entry.ModifiedSeconds + 1 : entry.ModifiedSeconds;
        uint nanoseconds = negative ? 1_000_000_000 - entry.ModifiedNanoseconds : entry.ModifiedNanoseconds;
        string sign = negative && seconds == 0 ? "-" : "";
        string fraction = nanoseconds == 0 ? "" : "." + nanoseconds.ToString("d9", CultureInfo.InvariantCulture).TrimEnd('0');
        return Encoding.ASCII.GetBytes($"{sign}{seconds}{fraction}");
    }

    private static bool Fits(byte[] name) => name.Length <= 100 && Ascii.IsValid(name);

    private static bool FitsOctal(long value, int digits) => value >= 0 && value >> (3 * digits) == 0;

    private static void Octal(Span<byte> field, long value)
    {
        // What does not fit stands in an extended header.
        long rest = FitsOctal(value, field.Length - 1) ? value : 0;
        for (int i = field.Length - 2; i >= 0; i--, rest >>= 3)
        {
            field[i] = (byte)('0' + (rest & 7));
        }

        field[^1] = 0;
    }

    private static byte[] Text(long value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    private static byte TypeByte(TarEntryType type) => type switch
    {
        TarEntryType.HardLink => (byte)'1',
        TarEntryType.SymbolicLink => (byte)'2',
        TarEntryType.CharacterDevice => (byte)'3',
        TarEntryType.BlockDevice => (byte)'4',
        TarEntryType.Directory => (byte)'5',
        TarEntryType.Fifo => (byte)'6',
        _ => (byte)'0',
    };
}
