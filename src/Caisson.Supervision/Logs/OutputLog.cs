using System.Buffers;
using System.Globalization;
using System.Text;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Logs;

/// <summary>
/// A container's output on disk, byte for byte, in the format that Kubernetes calls CRI logging: each line is
/// <c>2026-01-02T03:04:05.123456700Z stdout F content</c>, where P instead of F marks a part of a line that goes on. JSON, as
/// Docker's json-file has it, cannot hold bytes that are no text.
/// </summary>
public sealed class OutputLog : IDisposable
{
    private const uint OnlyOwner = 0x180; // 0600

    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private bool _brokenLine;

    /// <summary>Opens a log to append to.</summary>
    public OutputLog(SafeFileHandle directory, string name, TimeProvider time)
    {
        _file = FileCalls.Open(directory, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND, OnlyOwner);
        _time = time;
    }

    /// <summary>The first error of <see cref="Append"/>: from then on the log is not whole.</summary>
    public Errno Failure { get; private set; }

    /// <summary>Appends what arrived at once; a reader never sees half a record unless the disk is full.</summary>
    public Errno Append(OutputStream stream, ReadOnlySpan<byte> content)
    {
        string prefix = $"{_time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} {Name(stream)} ";
        _lines.ResetWrittenCount();
        if (_brokenLine)
        {
            _lines.Write("\n"u8);
        }

        while (!content.IsEmpty)
        {
            int newline = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = newline < 0 ? content : content[..newline];
            Encoding.ASCII.GetBytes(prefix, _lines);
            _lines.Write(newline < 0 ? "P "u8 : "F "u8);
            _lines.Write(line);
            _lines.Write("\n"u8);
            content = newline < 0 ? [] : content[(newline + 1)..];
        }

        // A full disk leaves half a record: the next one begins on a line of its own.
        Errno error = StreamCalls.TryWriteAll(_file, _lines.WrittenSpan);
        _brokenLine = error != Errno.None;
        Failure = Failure == Errno.None ? error : Failure;
        return error;
    }

    /// <summary>Reads a record; null when the line is none, as after a crash of the machine.</summary>
    /// <param name="line">A line without its newline.</param>
    public static LogLine? Parse(ReadOnlyMemory<byte> line)
    {
        const int StreamAt = 31, TagAt = 38, ContentAt = 40;
        ReadOnlySpan<byte> bytes = line.Span;
        if (bytes.Length < ContentAt || bytes[StreamAt - 1] != (byte)' ' || bytes[TagAt - 1] != (byte)' ' || bytes[ContentAt - 1] != (byte)' '
            || !DateTimeOffset.TryParse(Encoding.ASCII.GetString(bytes[..(StreamAt - 1)]), CultureInfo.InvariantCulture, out DateTimeOffset time))
        {
            return null;
        }

        OutputStream? stream = bytes[StreamAt..(TagAt - 1)] is var name && name.SequenceEqual("stdout"u8) ? OutputStream.Stdout
            : name.SequenceEqual("stderr"u8) ? OutputStream.Stderr
            : null;
        bool whole = bytes[TagAt] == (byte)'F';
        return stream is null || (!whole && bytes[TagAt] != (byte)'P')
            ? null
            : new LogLine(time, stream.Value, whole ? (byte[])[.. bytes[ContentAt..], (byte)'\n'] : line[ContentAt..]);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static string Name(OutputStream stream) => stream == OutputStream.Stdout ? "stdout" : "stderr";
}
