using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Caisson.Cli.Templates;

/// <summary>
/// What Go's template language does with values. A value is null, a string, a bool, a long, a list of strings, or a piece
/// of JSON; JSON strings, numbers and booleans behave as their plain counterparts.
/// </summary>
internal static class TemplateValue
{
    /// <summary>Follows field names from a value.</summary>
    /// <exception cref="TemplateException">There is no such field.</exception>
    public static object? Field(object? value, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            value = value is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out JsonElement field)
                ? field
                : throw new TemplateException($"template: there is no field {name}");
        }

        return value;
    }

    /// <summary>Replaces JSON strings, whole numbers, booleans and null by their plain counterparts.</summary>
    public static object? Plain(object? value) => value is not JsonElement json ? value : json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Number when json.TryGetInt64(out long number) => number,
        _ => json,
    };

    /// <summary>Whether a value counts as true: not false, zero, null or empty.</summary>
    public static bool IsTrue(object? value) => Plain(value) switch
    {
        null => false,
        bool truth => truth,
        long number => number != 0,
        string text => text.Length > 0,
        IReadOnlyList<string> list => list.Count > 0,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.GetArrayLength() > 0,
        JsonElement { ValueKind: JsonValueKind.Object } map => map.GetPropertyCount() > 0,
        _ => true,
    };

    /// <summary>What range visits: an array's elements by index, an object's values by key, in the order of the keys.</summary>
    /// <exception cref="TemplateException">The value has no elements.</exception>
    public static IEnumerable<(object Key, object? Value)> Items(object? value) => Plain(value) switch
    {
        null => [],
        IReadOnlyList<string> list => list.Select((item, index) => ((object)(long)index, (object?)item)),
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select((item, index) => ((object)(long)index, (object?)item)),
        JsonElement { ValueKind: JsonValueKind.Object } map => Sorted(map).Select(property => ((object)property.Name, (object?)property.Value)),
        var other => throw new TemplateException($"template: cannot range over {Print(other)}"),
    };

    /// <summary>Prints a value as Go does: <c>[a b]</c> for lists, <c>map[key:value]</c> for objects.</summary>
    public static string Print(object? value) => Plain(value) switch
    {
        null => "<no value>",
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => $"[{string.Join(' ', list)}]",
        JsonElement { ValueKind: JsonValueKind.Array } array => $"[{string.Join(' ', array.EnumerateArray().Select(item => Print(item)))}]",
        JsonElement { ValueKind: JsonValueKind.Object } map =>
            $"map[{string.Join(' ', Sorted(map).Select(property => $"{property.Name}:{Print(property.Value)}"))}]",
        JsonElement other => other.GetRawText(),
        var other => throw new InvalidOperationException($"a new kind of value: {other.GetType().Name}"),
    };

    /// <summary>The value as JSON on one line.</summary>
    public static string ToJson(object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Output.JsonStyle.Compact))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyList<string> list:
                writer.WriteStartArray();
                foreach (string item in list)
                {
                    writer.WriteStringValue(item);
                }

                writer.WriteEndArray();
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            default:
                throw new InvalidOperationException($"a new kind of value: {value.GetType().Name}");
        }
    }

    private static IEnumerable<JsonProperty> Sorted(JsonElement map) =>
        map.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal);
}
