using System.Text.Json;
using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>A list of manifests: images of one name for several platforms, or the contents of a layout (image-spec image-index.md).</summary>
/// <param name="Manifests">In order of preference.</param>
public sealed record ImageIndex(IReadOnlyList<Descriptor> Manifests)
{
    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMap<string>.Value;

    /// <summary>Reads an index.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="maxBytes">The largest document that is read.</param>
    /// <exception cref="SpecException">It is not an index.</exception>
    public static ImageIndex Parse(ReadOnlyMemory<byte> utf8, string name, int maxBytes = JsonTree.DefaultMaxBytes)
    {
        JsonValue root = JsonTree.Parse(utf8, name, maxBytes).Root;
        ImageDocument.CheckSchemaVersion(root);
        return new ImageIndex(root.List("manifests"u8, Descriptor.Read)) { Annotations = root.StringMap("annotations"u8) };
    }

    /// <summary>Writes the index: the same index gives the same bytes.</summary>
    public byte[] ToJson() => ImageDocument.Write(this, static (json, index) =>
    {
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, MediaTypes.Index);
        json.WriteStartArray("manifests"u8);
        foreach (Descriptor manifest in index.Manifests)
        {
            json.WriteStartObject();
            Descriptor.Write(json, manifest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStringMap("annotations"u8, index.Annotations);
    });

    /// <summary>The first image for a platform; attestations are never taken for one. Null when there is none.</summary>
    public Descriptor? Select(Platform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        foreach (Descriptor manifest in Manifests)
        {
            if (!manifest.IsAttestation && manifest.Platform is { } offered && platform.Accepts(offered))
            {
                return manifest;
            }
        }

        return null;
    }
}
