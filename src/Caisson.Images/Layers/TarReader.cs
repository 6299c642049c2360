using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>
/// Reads tar archives as they occur in images: ustar, GNU (long names, base-256 numbers, sparse files) and pax (extended and global
/// headers, binary extended attributes, sparse files 0.0, 0.1 and 1.0). Every header's checksum is verified and an archive that
/// ends too early is an error. The base library's reader cannot carry layers: it destroys binary attributes and sparse files.
/// </summary>
public sealed partial class TarReader
{
    private readonly Stream _stream;
    private readonly LayerLimits _limits;
    private readonly bool _mustEnd;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly PaxRecords _global = new();
    private long _entries;
    private long _remaining;
    private int _padding;
    private bool _ended;

    /// <summary>Reads from a stream's current position; the stream stays the caller's.</summary>
    /// <param name="stream">The archive, not compressed.</param>
    /// <param name="limits">Bounds; <see cref="LayerLimits.MaxBytes"/> is up to the stream.</param>
    /// <param name="mustEnd">
    /// Whether the blocks of zeros that end an archive must be there. Without a digest they are the only sign that an archive is whole.
    /// </param>
    public TarReader(Stream stream, LayerLimits limits, bool mustEnd)
    {
        _stream = stream;
        _limits = limits;
        _mustEnd = mustEnd;
    }

    /// <summary>Goes to the next entry, past what was not read of this one; null at the end.</summary>
    /// <exception cref="ImageException">The archive is damaged, ends too early, or goes beyond a limit.</exception>
    public TarEntry? ReadEntry()
    {
        var pax = new PaxRecords();
        string? longName = null, longLink = null;
        while (ReadHeader())
        {
            var header = new TarHeader(_block);
            switch (header.Type)
            {
                case (byte)'x' or (byte)'X':
                    pax.Add(ReadMetadata(header.Size, pax.Size));
                    break;
                case (byte)'g':
                    _global.Add(ReadMetadata(header.Size, _global.Size));
                    break;
                case (byte)'L':
                    longName = ReadLongName(header.Size);
                    break;
                case (byte)'K':
                    longLink = ReadLongName(header.Size);
                    break;
                default:
                    return MakeEntry(header, pax, longName, longLink);
            }
        }

        return pax.IsEmpty && longName is null && longLink is null
            ? null
            : throw new ImageException("the archive is damaged: it ends after a header that describes another entry");
    }

    /// <summary>Reads the entry's stored data: all of a file, or the regions of a sparse file one after the other.</summary>
    /// <returns>How many bytes; 0 at the entry's end.</returns>
    public int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, _remaining);
        if (wanted == 0)
        {
            return 0;
        }

        int count = _stream.Read(buffer[..wanted]);
        _remaining -= count;
        return count > 0 ? count : throw Truncated();
    }

    /// <summary>Reads a header block into the buffer; false at the archive's end.</summary>
    private bool ReadHeader()
    {
        Skip(_remaining + _padding);
        _remaining = 0;
        _padding = 0;
        if (_ended || !ReadBlock())
        {
            return false;
        }

        if (++_entries > _limits.MaxEntries)
        {
            throw new ImageException($"the archive has too many entries (at most {_limits.MaxEntries})");
        }

        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            // Two blocks of zeros end an archive. One alone, and then nothing, is written by some programs.
            _ended = true;
            return ReadBlock() && _block.AsSpan().ContainsAnyExcept((byte)0)
                ? throw new ImageException("the archive is damaged: there is an empty block between its entries")
                : false;
        }

        return new TarHeader(_block).ChecksumMatches()
            ? true
            : throw new ImageException("the archive is damaged, or not a tar archive: a header has a wrong checksum");
    }

    /// <summary>False at the end of the stream, where the archive may end.</summary>
    private bool ReadBlock()
    {
        int have = _stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        bool mayEnd = have == 0 && (_ended || !_mustEnd);
        return have == _block.Length || mayEnd ? !mayEnd : throw Truncated();
    }

    private byte[] ReadMetadata(long size, int already)
    {
        if (size < 0 || size > _limits.MaxHeaderBytes - already)
        {
            throw new ImageException($"the archive has an extended header of {size} bytes (at most {_limits.MaxHeaderBytes})");
        }

        byte[] content = new byte[size];
        ReadFully(content);
        Skip(PaddingAfter(size));
        return content;
    }

    private string ReadLongName(long size)
    {
        ReadOnlySpan<byte> name = ReadMetadata(size, 0);
        int end = name.IndexOf((byte)0);
        return FileName.Decode(end < 0 ? name : name[..end]);
    }

    private void ReadFully(Span<byte> buffer)
    {
        if (_stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) != buffer.Length)
        {
            throw Truncated();
        }
    }

    private void Skip(long count)
    {
        if (count > 0 && _stream.CanSeek)
        {
            if (_stream.Length - _stream.Position < count)
            {
                throw Truncated();
            }

            _stream.Seek(count, SeekOrigin.Current);
            return;
        }

        Span<byte> waste = stackalloc byte[4096];
        while (count > 0)
        {
            int read = _stream.Read(waste[..(int)Math.Min(waste.Length, count)]);
            count -= read > 0 ? read : throw Truncated();
        }
    }

    private static int PaddingAfter(long size) => (int)(-size & (TarHeader.BlockSize - 1));

    private static ImageException Truncated() => new("the archive ends too early: it is truncated");
}
