using System.Globalization;
using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>The four ways to write a sparse file (GNU tar manual, "Storing Sparse Files").</summary>
public sealed partial class TarReader
{
    private (string Name, long Size, List<TarRegion>? Regions) ReadSparse(
        TarHeader header, byte type, PaxRecords pax, string name, long stored)
    {
        List<TarRegion> regions;
        long size;
        if (type == 'S' && header.IsGnu)
        {
            // Old GNU: four regions at 386, "more follows" at 482, the size at 483.
            size = header.Number(483, 12, "real size");
            regions = ReadOldGnuMap();
        }
        else if (type == 'S')
        {
            throw new ImageException($"entry {PrintableText.Of(name)}: a sparse file in an archive that is not GNU's");
        }
        else if (Text(pax, "GNU.sparse.major") is { } major)
        {
            string version = $"{major}.{Text(pax, "GNU.sparse.minor")}";
            if (version is not ("1.0" or "0.0" or "0.1"))
            {
                throw new ImageException($"entry {PrintableText.Of(name)}: sparse files of version {PrintableText.Of(version)} are not supported");
            }

            size = Number(pax, "GNU.sparse.realsize") ?? Number(pax, "GNU.sparse.size") ?? throw Damaged(name);
            regions = version is "1.0" ? ReadMapBeforeData(name) : ReadMapOfRecords(pax, name);
        }
        else if (Value(pax, "GNU.sparse.size") is not null)
        {
            size = Number(pax, "GNU.sparse.size")!.Value;
            regions = ReadMapOfRecords(pax, name);
        }
        else
        {
            return (name, stored, null);
        }

        CheckRegions(regions, size, name);
        return (Text(pax, "GNU.sparse.name") ?? name, size, regions);
    }

    private List<TarRegion> ReadOldGnuMap()
    {
        var regions = new List<TarRegion>();
        bool more = AddOldGnuRegions(_block, regions, start: 386, count: 4, moreAt: 482);
        byte[] continuation = new byte[TarHeader.BlockSize];
        while (more)
        {
            // Continuation blocks follow the header and are not part of the size.
            ReadFully(continuation);
            more = AddOldGnuRegions(continuation, regions, start: 0, count: 21, moreAt: 504);
            CheckRegionCount(regions.Count);
        }

        return regions;
    }

    private static bool AddOldGnuRegions(byte[] block, List<TarRegion> regions, int start, int count, int moreAt)
    {
        var header = new TarHeader(block);
        for (int i = 0; i < count && block[start + (i * 24)] != 0; i++)
        {
            int at = start + (i * 24);
            regions.Add(new TarRegion(header.Number(at, 12, "sparse offset"), header.Number(at + 12, 12, "sparse length")));
        }

        return block[moreAt] != 0;
    }

    /// <summary>Version 1.0: the data begins with decimal lines, the number of regions and each offset and length, padded to a block.</summary>
    private List<TarRegion> ReadMapBeforeData(string name)
    {
        long before = _remaining;
        long count = ReadMapLine(name);
        CheckRegionCount(count);
        var regions = new List<TarRegion>();
        for (long i = 0; i < count; i++)
        {
            regions.Add(new TarRegion(ReadMapLine(name), ReadMapLine(name)));
        }

        int padding = PaddingAfter(before - _remaining);
        if (padding > _remaining)
        {
            throw Damaged(name);
        }

        Skip(padding);
        _remaining -= padding;
        return regions;
    }

    private long ReadMapLine(string name)
    {
        Span<byte> line = stackalloc byte[20];
        int length = 0;
        while (length < line.Length && Read(line.Slice(length, 1)) == 1)
        {
            if (line[length] == '\n')
            {
                return TarNumber.TryReadDecimal(line[..length], out long value) ? value : throw Damaged(name);
            }

            length++;
        }

        throw Damaged(name);
    }

    /// <summary>Version 0.1: one record with all numbers. Version 0.0: two records for each region.</summary>
    private List<TarRegion> ReadMapOfRecords(PaxRecords pax, string name)
    {
        var numbers = new List<long>();
        foreach ((string key, byte[] value) in pax.All)
        {
            if (key is "GNU.sparse.map")
            {
                numbers.Clear();
                foreach (string part in value.Length == 0 ? [] : FileName.Decode(value).Split(','))
                {
                    numbers.Add(long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : throw Damaged(name));
                }
            }
            else if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
            {
                bool isOffset = key is "GNU.sparse.offset";
                numbers.Add(isOffset == (numbers.Count % 2 == 0) && TarNumber.TryReadDecimal(value, out long n) ? n : throw Damaged(name));
            }
        }

        if (numbers.Count % 2 != 0)
        {
            throw Damaged(name);
        }

        var regions = new List<TarRegion>(numbers.Count / 2);
        for (int i = 0; i < numbers.Count; i += 2)
        {
            regions.Add(new TarRegion(numbers[i], numbers[i + 1]));
        }

        return regions;
    }

    /// <summary>In order, without overlap, inside the file, and together exactly the data that follows.</summary>
    private void CheckRegions(List<TarRegion> regions, long size, string name)
    {
        CheckRegionCount(regions.Count);
        long end = 0, data = 0;
        foreach (TarRegion region in regions)
        {
            if (region.Offset < end || region.Length < 0 || region.Length > size - region.Offset)
            {
                throw Damaged(name);
            }

            end = region.Offset + region.Length;
            data += region.Length;
        }

        if (data != _remaining)
        {
            throw Damaged(name);
        }
    }

    private void CheckRegionCount(long count)
    {
        if (count > _limits.MaxSparseRegions)
        {
            throw new ImageException($"the archive has a sparse file with too many regions (at most {_limits.MaxSparseRegions})");
        }
    }

    private static ImageException Damaged(string name) =>
        new($"entry {PrintableText.Of(name)}: the map of a sparse file is damaged");
}
