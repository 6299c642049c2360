namespace Caisson.Oci.Json;

/// <summary>Members of objects by name, in the types that the formats use. Absent and null mean the same everywhere.</summary>
public readonly partial struct JsonValue
{
    /// <summary>Text that must be there.</summary>
    public string RequiredString(ReadOnlySpan<byte> name) => Get(name).AsString();

    /// <summary>Text, or null when absent.</summary>
    public string? String(ReadOnlySpan<byte> name) => Find(name)?.AsString();

    /// <summary>True or false, or null when absent.</summary>
    public bool? Boolean(ReadOnlySpan<byte> name) => Find(name)?.AsBoolean();

    /// <summary>A whole number between two bounds, both included, or null when absent.</summary>
    public long? Int64(ReadOnlySpan<byte> name, long min = long.MinValue, long max = long.MaxValue) => Find(name)?.AsInt64(min, max);

    /// <summary>A whole number of zero or more, or null when absent.</summary>
    public ulong? UInt64(ReadOnlySpan<byte> name, ulong max = ulong.MaxValue) => Find(name)?.AsUInt64(max);

    /// <summary>A 32-bit whole number, or null when absent.</summary>
    public int? Int32(ReadOnlySpan<byte> name, int min = int.MinValue, int max = int.MaxValue) => Find(name)?.AsInt32(min, max);

    /// <summary>A 32-bit whole number of zero or more, or null when absent.</summary>
    public uint? UInt32(ReadOnlySpan<byte> name, uint max = uint.MaxValue) => Find(name)?.AsUInt32(max);

    /// <summary>A 16-bit whole number of zero or more, or null when absent.</summary>
    public ushort? UInt16(ReadOnlySpan<byte> name, ushort max = ushort.MaxValue) => Find(name)?.AsUInt16(max);

    /// <summary>An array of text; empty when absent.</summary>
    public IReadOnlyList<string> Strings(ReadOnlySpan<byte> name) => List(name, static value => value.AsString());

    /// <summary>An array of anything; empty when absent.</summary>
    public IReadOnlyList<T> List<T>(ReadOnlySpan<byte> name, Func<JsonValue, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Find(name)?.ListOf(read) ?? [];
    }

    /// <summary>An object that maps names to text; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> StringMap(ReadOnlySpan<byte> name) => Map(name, static value => value.AsString());

    /// <summary>An object that maps names to anything; empty when absent.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(ReadOnlySpan<byte> name, Func<JsonValue, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (Find(name) is not { } found)
        {
            return EmptyMap<T>.Value;
        }

        found.ExpectContainer(JsonKind.Object);
        if (found.Count == 0)
        {
            return EmptyMap<T>.Value;
        }

        Dictionary<string, T> map = new(found.Count, StringComparer.Ordinal);
        foreach (JsonValue member in found.Members())
        {
            map.Add(member.Name, read(member));
        }

        return map;
    }

    /// <summary>An object read by a function; null when absent.</summary>
    public T? Section<T>(ReadOnlySpan<byte> name, Func<JsonValue, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return Find(name) is { } found ? read(found) : null;
    }

    private T[] ListOf<T>(Func<JsonValue, T> read)
    {
        ExpectContainer(JsonKind.Array);
        if (Count == 0)
        {
            return [];
        }

        T[] list = new T[Count];
        int i = 0;
        foreach (JsonValue item in Items())
        {
            list[i++] = read(item);
        }

        return list;
    }
}
