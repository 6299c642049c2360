using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Logs;

/// <summary>Reads what <see cref="OutputLog"/> wrote.</summary>
public static class LogReader
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>The records in order; none when there is no log.</summary>
    public static IEnumerable<LogLine> Read(string path)
    {
        if (FileCalls.TryOpen(null, path, OpenFlags.O_RDONLY, out SafeFileHandle? file) is not Errno.None and var error)
        {
            if (error == Errno.ENOENT)
            {
                yield break;
            }

            throw new LinuxException("open log", path, error);
        }

        using var stream = new FileStream(file!, FileAccess.Read, ChunkSize);
        var line = new List<byte>();
        var chunk = new byte[ChunkSize];
        for (int length = stream.Read(chunk); length > 0; length = stream.Read(chunk))
        {
            int start = 0;
            while (chunk.AsSpan(start, length - start).IndexOf((byte)'\n') is >= 0 and var newline)
            {
                line.AddRange(chunk.AsSpan(start, newline));
                start += newline + 1;
                if (OutputLog.Parse(line.ToArray()) is { } record)
                {
                    yield return record;
                }

                line.Clear();
            }

            line.AddRange(chunk.AsSpan(start, length - start));
        }
    }
}
