using System.Runtime.InteropServices;

namespace Caisson.Linux.Compression;

/// <summary>
/// Decompresses zstd frames, one after the other (RFC 8878), from another stream. Windows larger than the library's default limit of
/// 128 MiB are refused by it.
/// </summary>
public sealed unsafe class ZstdDecompressionStream : Stream
{
    private readonly Stream _source;
    private readonly ZstdLibrary _zstd;
    private readonly byte[] _input = new byte[128 * 1024];
    private nint _context;
    private int _start;
    private int _end;
    private bool _insideFrame;

    /// <summary>Reads compressed data from a stream, which stays the caller's.</summary>
    /// <exception cref="NotSupportedException">The library libzstd is not installed.</exception>
    public ZstdDecompressionStream(Stream source)
    {
        _source = source;
        _zstd = ZstdLibrary.Load();
        _context = _zstd.Create();
        if (_context == 0)
        {
            throw new InsufficientMemoryException("zstd: cannot allocate a decompression context");
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is damaged or ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        while (!buffer.IsEmpty)
        {
            int produced = Decompress(buffer);
            if (produced > 0)
            {
                return produced;
            }

            if (_start == _end)
            {
                _start = 0;
                _end = _source.Read(_input);
                if (_end == 0)
                {
                    return _insideFrame ? throw new InvalidDataException("zstd: the data ends too early") : 0;
                }
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_context != 0)
        {
            _zstd.Free(_context);
            _context = 0;
        }

        base.Dispose(disposing);
    }

    private int Decompress(Span<byte> buffer)
    {
        // With no input left there may still be output inside the context.
        if (_start == _end && !_insideFrame)
        {
            return 0;
        }

        fixed (byte* source = _input)
        fixed (byte* target = buffer)
        {
            var input = new ZstdLibrary.Buffer { Address = source + _start, Size = (nuint)(_end - _start) };
            var output = new ZstdLibrary.Buffer { Address = target, Size = (nuint)buffer.Length };
            // SAFETY: both structures describe pinned memory; the library moves Position within Size.
            nuint result = _zstd.Decompress(_context, &output, &input);
            if (_zstd.IsError(result) != 0)
            {
                throw new InvalidDataException($"zstd: {Marshal.PtrToStringUTF8((nint)_zstd.ErrorName(result))}");
            }

            _start += (int)input.Position;
            _insideFrame = result != 0;
            return (int)output.Position;
        }
    }
}
