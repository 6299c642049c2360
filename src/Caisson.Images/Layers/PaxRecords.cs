using Caisson.Linux.Files;

namespace Caisson.Images.Layers;

/// <summary>
/// The records of extended headers (POSIX pax(1) "pax Extended Header"): <c>LENGTH key=value\n</c>, where LENGTH counts the whole
/// record. Values are bytes and may hold anything. An empty value takes back what a global header said.
/// </summary>
internal sealed class PaxRecords
{
    private readonly List<KeyValuePair<string, byte[]>> _records = [];
    private readonly Dictionary<string, byte[]> _last = new(StringComparer.Ordinal);

    /// <summary>Bytes of the headers read so far.</summary>
    internal int Size { get; private set; }

    internal bool IsEmpty => _records.Count == 0;

    /// <summary>The records in order; keys such as those of a sparse map repeat.</summary>
    internal IReadOnlyList<KeyValuePair<string, byte[]>> All => _records;

    /// <summary>The last record of a key, or null.</summary>
    internal byte[]? this[string key] => _last.GetValueOrDefault(key);

    internal void Add(ReadOnlySpan<byte> header)
    {
        Size += header.Length;
        while (!header.IsEmpty)
        {
            int space = header.IndexOf((byte)' ');
            if (space <= 0 || !TarNumber.TryReadDecimal(header[..space], out long length)
                || length > header.Length || length < space + 3 || header[(int)length - 1] != '\n')
            {
                throw new ImageException("the archive is damaged: a record of an extended header has a wrong length");
            }

            ReadOnlySpan<byte> record = header[(space + 1)..((int)length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                throw new ImageException("the archive is damaged: a record of an extended header has no key");
            }

            string key = FileName.Decode(record[..equals]);
            byte[] value = record[(equals + 1)..].ToArray();
            _records.Add(new(key, value));
            _last[key] = value;
            header = header[(int)length..];
        }
    }
}
