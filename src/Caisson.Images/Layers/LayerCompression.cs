using System.IO.Compression;
using Caisson.Linux.Compression;

namespace Caisson.Images.Layers;

/// <summary>Undoes a layer's compression. The content's first bytes say which it is: media types are often wrong or missing.</summary>
internal static class LayerCompression
{
    private const int LongestMagic = 6;

    /// <summary>A stream of the archive itself; disposing it leaves the source open.</summary>
    /// <exception cref="ImageException">The compression is known but not supported.</exception>
    /// <exception cref="NotSupportedException">It is zstd, and the library for that is not installed.</exception>
    internal static Stream Open(Stream source)
    {
        byte[] magic = new byte[LongestMagic];
        int length = source.ReadAtLeast(magic, LongestMagic, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, length), source);
        return Detect(magic) switch
        {
            Kind.Gzip => new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true),
            Kind.Zstd => new ZstdDecompressionStream(whole),
            Kind.None => whole,
            Kind other => throw new ImageException($"{other.ToString().ToLowerInvariant()} compression is not supported: recompress with gzip or zstd"),
        };
    }

    // RFC 1952; RFC 8878 (frames, and skippable frames, which may come first); the xz and bzip2 file formats.
    private static Kind Detect(ReadOnlySpan<byte> magic) =>
        magic.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Kind.Gzip
        : magic.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? Kind.Zstd
        : (magic[0] & 0xF0) == 0x50 && magic[1..4].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]) ? Kind.Zstd
        : magic.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? Kind.Xz
        : magic.StartsWith("BZh"u8) ? Kind.Bzip2
        : Kind.None;

    private enum Kind
    {
        None,
        Gzip,
        Zstd,
        Xz,
        Bzip2,
    }
}
