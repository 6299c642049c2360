using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>What image documents have in common.</summary>
internal static class ImageDocument
{
    internal static byte[] Write<T>(T document, Action<JsonTextWriter, T> members)
    {
        JsonTextWriter json = new();
        json.WriteStartObject();
        members(json, document);
        json.WriteEndObject();
        return json.Written.ToArray();
    }

    /// <summary>Both kinds of manifests say "schemaVersion": 2; version 1 was another format altogether.</summary>
    internal static void CheckSchemaVersion(JsonValue root)
    {
        JsonValue version = root.Get("schemaVersion"u8);
        if (version.AsInt64() != 2)
        {
            throw version.Error("only schema version 2 is supported");
        }
    }
}
