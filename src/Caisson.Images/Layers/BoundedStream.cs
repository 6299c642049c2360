namespace Caisson.Images.Layers;

/// <summary>Ends with an error after so many bytes: a small file may decompress to anything.</summary>
internal sealed class BoundedStream(Stream source, long limit, string what) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private long _count;
    private int _start;
    private int _end;

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = source.Read(_buffer);
            _count += _end;
            if (_count > limit)
            {
                throw new ImageException($"{what} decompresses to more than {limit} bytes");
            }
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
