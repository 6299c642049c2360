namespace Caisson.Oci.Json;

/// <summary>Members of objects; those that say nothing (null, false by default, empty lists and maps) can be left out.</summary>
public sealed partial class JsonTextWriter
{
    /// <summary>Begins an object as a member.</summary>
    public void WriteStartObject(ReadOnlySpan<byte> name)
    {
        WritePropertyName(name);
        WriteStartObject();
    }

    /// <summary>Begins an object as a member.</summary>
    public void WriteStartObject(string name)
    {
        WritePropertyName(name);
        WriteStartObject();
    }

    /// <summary>Begins an array as a member.</summary>
    public void WriteStartArray(ReadOnlySpan<byte> name)
    {
        WritePropertyName(name);
        WriteStartArray();
    }

    /// <summary>Writes text as a member; null is JSON's null.</summary>
    public void WriteString(ReadOnlySpan<byte> name, string? value)
    {
        WritePropertyName(name);
        WriteStringValue(value);
    }

    /// <summary>Writes text as a member; null is JSON's null.</summary>
    public void WriteString(string name, string? value)
    {
        WritePropertyName(name);
        WriteStringValue(value);
    }

    /// <summary>Writes a literal as a member; its characters need no escapes.</summary>
    public void WriteString(ReadOnlySpan<byte> name, ReadOnlySpan<byte> literal)
    {
        WritePropertyName(name);
        WriteStringValue(literal);
    }

    /// <summary>Writes a number as a member.</summary>
    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes a number as a member.</summary>
    public void WriteNumber(ReadOnlySpan<byte> name, ulong value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes true or false as a member.</summary>
    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        WritePropertyName(name);
        WriteBooleanValue(value);
    }

    /// <summary>Writes text unless it is null.</summary>
    public void WriteOptional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            WriteString(name, value);
        }
    }

    /// <summary>Writes a number unless it is null.</summary>
    public void WriteOptional(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            WriteNumber(name, number);
        }
    }

    /// <summary>Writes a number unless it is null.</summary>
    public void WriteOptional(ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
        {
            WriteNumber(name, number);
        }
    }

    /// <summary>Writes true or false unless it is null.</summary>
    public void WriteOptional(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            WriteBoolean(name, flag);
        }
    }

    /// <summary>Writes true, or nothing.</summary>
    public void WriteFlag(ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            WriteBoolean(name, true);
        }
    }

    /// <summary>Writes an object by a function unless it is null.</summary>
    public void WriteSection<T>(ReadOnlySpan<byte> name, T? section, Action<JsonTextWriter, T> write)
        where T : class
    {
        if (section is not null)
        {
            WriteStartObject(name);
            write(this, section);
            WriteEndObject();
        }
    }

    /// <summary>Writes an array of text unless it is empty.</summary>
    public void WriteStrings(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            WriteStringValue(values[i]);
        }

        WriteEndArray();
    }

    /// <summary>Writes an array of objects, each by a function, unless it is empty.</summary>
    public void WriteObjects<T>(ReadOnlySpan<byte> name, IReadOnlyList<T> values, Action<JsonTextWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            WriteStartObject();
            write(this, values[i]);
            WriteEndObject();
        }

        WriteEndArray();
    }

    /// <summary>Writes an object that maps names to text unless it is empty.</summary>
    public void WriteStringMap(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            WriteString(key, value);
        }

        WriteEndObject();
    }

    /// <summary>Writes an object that maps names to objects, each by a function, unless it is empty.</summary>
    public void WriteMap<T>(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, T> map, Action<JsonTextWriter, T> write)
    {
        if (map.Count == 0)
        {
            return;
        }

        WriteStartObject(name);
        foreach ((string key, T value) in map)
        {
            WriteStartObject(key);
            write(this, value);
            WriteEndObject();
        }

        WriteEndObject();
    }
}
