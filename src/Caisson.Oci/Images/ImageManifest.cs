using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>One image: its configuration and its layers, lowest first (image-spec manifest.md).</summary>
public sealed record ImageManifest(Descriptor Config, IReadOnlyList<Descriptor> Layers)
{
    /// <summary>The kernel stacks at most 500 overlay layers and Docker builds at most 127: more is an attack or a mistake.</summary>
    public const int MaxLayers = 127;

    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMap<string>.Value;

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <exception cref="SpecException">It is not the manifest of a container image.</exception>
    public static ImageManifest Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        JsonValue root = JsonTree.Parse(utf8, name).Root;
        ImageDocument.CheckSchemaVersion(root);
        JsonValue config = root.Get("config"u8);
        var manifest = new ImageManifest(Descriptor.Read(config), root.List("layers"u8, ReadLayer))
        {
            Annotations = root.StringMap("annotations"u8),
        };
        if (!MediaTypes.IsConfig(manifest.Config.MediaType))
        {
            throw config.Error($"not a container image but an artifact of type {JsonPath.Printable(manifest.Config.MediaType)}");
        }

        return manifest.Layers.Count <= MaxLayers
            ? manifest
            : throw root.Get("layers"u8).Error($"{manifest.Layers.Count} layers are too many (at most {MaxLayers})");
    }

    /// <summary>Writes the manifest: the same manifest gives the same bytes.</summary>
    public byte[] ToJson() => ImageDocument.Write(this, static (json, manifest) =>
    {
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, MediaTypes.Manifest);
        json.WriteSection("config"u8, manifest.Config, Descriptor.Write);
        json.WriteStartArray("layers"u8);
        foreach (Descriptor layer in manifest.Layers)
        {
            json.WriteStartObject();
            Descriptor.Write(json, layer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStringMap("annotations"u8, manifest.Annotations);
    });

    private static Descriptor ReadLayer(JsonValue json)
    {
        Descriptor layer = Descriptor.Read(json);
        return MediaTypes.IsLayer(layer.MediaType)
            ? layer
            : throw json.Error($"layers of type {JsonPath.Printable(layer.MediaType)} are not supported");
    }
}
