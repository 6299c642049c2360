using System.Globalization;
using System.Text.Json;

namespace Caisson.Cli.Output;

/// <summary>Members of the JSON that inspect commands print.</summary>
internal static class JsonMembers
{
    // What Docker prints for a time that has not come.
    private const string Never = "0001-01-01T00:00:00Z";

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>An object of texts, in the order of the keys.</summary>
    public static void WriteTextMap(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>A moment, to 100 ns in UTC; one that has not come is Docker's zero time.</summary>
    public static void WriteMoment(this Utf8JsonWriter json, string name, DateTimeOffset? moment) =>
        json.WriteString(name, moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? Never);
}
