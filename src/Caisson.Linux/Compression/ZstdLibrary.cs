using System.Runtime.InteropServices;

namespace Caisson.Linux.Compression;

/// <summary>
/// libzstd's streaming decompression (zstd.h), loaded when first needed: the base library has no zstd, and few commands meet it.
/// </summary>
internal sealed unsafe class ZstdLibrary
{
    private const string FileName = "libzstd.so.1";

    private ZstdLibrary(nint library)
    {
        Create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDStream");
        Free = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDStream");
        Decompress = (delegate* unmanaged<nint, Buffer*, Buffer*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream");
        IsError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        ErrorName = (delegate* unmanaged<nuint, byte*>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
    }

    internal delegate* unmanaged<nint> Create { get; }

    internal delegate* unmanaged<nint, nuint> Free { get; }

    internal delegate* unmanaged<nint, Buffer*, Buffer*, nuint> Decompress { get; }

    internal delegate* unmanaged<nuint, uint> IsError { get; }

    internal delegate* unmanaged<nuint, byte*> ErrorName { get; }

    /// <summary>Loads the library.</summary>
    /// <exception cref="NotSupportedException">It is not installed.</exception>
    internal static ZstdLibrary Load() =>
        NativeLibrary.TryLoad(FileName, out nint library)
            ? new ZstdLibrary(library)
            : throw new NotSupportedException($"zstd data needs the library {FileName}: install the package libzstd1");

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        internal byte* Address;
        internal nuint Size;
        internal nuint Position;
    }
}
