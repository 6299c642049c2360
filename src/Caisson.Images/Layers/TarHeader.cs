using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>
/// One 512-byte header block (POSIX pax(1) "ustar Interchange Format", tar(5), GNU tar manual "Basic Tar Format"):
/// name 0+100, mode 100+8, uid 108+8, gid 116+8, size 124+12, mtime 136+12, checksum 148+8, type 156, link name 157+100,
/// magic 257+8, device 329+8 and 337+8, prefix 345+155.
/// </summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    internal const int BlockSize = 512;

    private readonly ReadOnlySpan<byte> _block = block;

    internal byte Type => _block[156];

    internal string Name => Prefix is { Length: > 0 } prefix ? prefix + "/" + Text(0, 100) : Text(0, 100);

    internal string LinkName => Text(157, 100);

    internal long Mode => Number(100, 8, "mode");

    internal long Uid => Number(108, 8, "uid");

    internal long Gid => Number(116, 8, "gid");

    internal long Size => Number(124, 12, "size");

    internal long Modified => Number(136, 12, "mtime");

    internal long DeviceMajor => Number(329, 8, "devmajor");

    internal long DeviceMinor => Number(337, 8, "devminor");

    internal bool IsGnu => _block.Slice(257, 8).SequenceEqual("ustar  \0"u8);

    // GNU headers have times at the prefix's place; star ends its shorter prefix with "tar\0" in the last four bytes.
    private string Prefix =>
        !_block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? ""
        : _block.Slice(508, 4).SequenceEqual("tar\0"u8) ? Text(345, 131)
        : Text(345, 155);

    /// <summary>
    /// The sum of all bytes with the checksum's own bytes as spaces. Some old programs summed signed bytes: both are taken.
    /// </summary>
    internal bool ChecksumMatches()
    {
        long unsigned = 8 * ' ', signed = 8 * ' ';
        for (int i = 0; i < BlockSize; i++)
        {
            if (i is < 148 or >= 156)
            {
                unsigned += _block[i];
                signed += (sbyte)_block[i];
            }
        }

        return TarNumber.TryRead(_block.Slice(148, 8), out long stored) && (stored == unsigned || stored == signed);
    }

    /// <summary>The number in a field.</summary>
    internal long Number(int offset, int length, string field) =>
        TarNumber.TryRead(_block.Slice(offset, length), out long value)
            ? value
            : throw new ImageException($"the archive is damaged: the header's {field} is not a number");

    private string Text(int offset, int length)
    {
        ReadOnlySpan<byte> field = _block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return FileName.Decode(end < 0 ? field : field[..end]);
    }
}
