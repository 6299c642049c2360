using System.Buffers;
using System.Text;

namespace Caisson.Cli.Output;

/// <summary>
/// Text for people, as UTF-8, on a stream: what is written arrives when it is flushed. Stands in for Console, which costs milliseconds
/// at start-up.
/// </summary>
internal sealed class TextOutput(Stream stream)
{
    private const int FlushSize = 32 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Adds text.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        if (_buffer.WrittenCount >= FlushSize)
        {
            Flush();
        }
    }

    /// <summary>Adds bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        if (_buffer.WrittenCount >= FlushSize)
        {
            Flush();
        }
    }

    /// <summary>Adds a line.</summary>
    public void WriteLine(ReadOnlySpan<char> text)
    {
        Write(text);
        Write("\n"u8);
    }

    /// <summary>Hands over everything written so far.</summary>
    public void Flush()
    {
        stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
