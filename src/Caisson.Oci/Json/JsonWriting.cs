using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caisson.Oci.Json;

/// <summary>Members that are left out when they say nothing: null, false by default, empty lists and maps.</summary>
public static class JsonWriting
{
    /// <summary>Compact text; characters outside ASCII stand as themselves, for these documents are never put into HTML.</summary>
    public static JsonWriterOptions Compact => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same with line breaks and indentation, for documents that people read.</summary>
    public static JsonWriterOptions Indented => Compact with { Indented = true };

    /// <summary>Writes text unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>Writes a number unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a number unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Writes true or false unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    /// <summary>Writes true, or nothing.</summary>
    public static void WriteFlag(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    /// <summary>Writes an object by a function unless it is null.</summary>
    public static void WriteSection<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? section, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (section is not null)
        {
            writer.WriteStartObject(name);
            write(writer, section);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes an array of text unless it is empty.</summary>
    public static void WriteStrings(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            writer.WriteStringValue(values[i]);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an array of objects, each by a function, unless it is empty.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            writer.WriteStartObject();
            write(writer, values[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an object that maps names to text unless it is empty.</summary>
    public static void WriteStringMap(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an object that maps names to objects, each by a function, unless it is empty.</summary>
    public static void WriteMap<T>(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, T> map, Action<Utf8JsonWriter, T> write)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach ((string key, T value) in map)
        {
            writer.WriteStartObject(key);
            write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
