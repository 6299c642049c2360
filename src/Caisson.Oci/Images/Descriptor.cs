using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>Points at content: its type, its digest and its exact size (image-spec descriptor.md).</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its hash.</param>
/// <param name="Size">Bytes.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The annotation that carries an image's name in a layout's index (image-spec annotations.md).</summary>
    public const string RefNameAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>What the image runs on; only in indexes.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMap<string>.Value;

    /// <summary>The type of an artifact that the descriptor points at.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>
    /// Whether this is build metadata rather than an image: BuildKit lists attestations beside the images with the platform
    /// unknown/unknown and the annotation <c>vnd.docker.reference.type</c>.
    /// </summary>
    public bool IsAttestation =>
        Platform is { Os: "unknown" } or { Architecture: "unknown" } || Annotations.ContainsKey("vnd.docker.reference.type");

    /// <summary>An annotation's text, or null.</summary>
    public string? Annotation(string key) => Annotations.TryGetValue(key, out string? value) ? value : null;

    internal static Descriptor Read(JsonValue json)
    {
        JsonValue digest = json.Get("digest"u8);
        return new Descriptor(
            json.RequiredString("mediaType"u8),
            Digest.TryParse(digest.AsString()) ?? throw digest.Error("expected a sha256 or sha512 digest"),
            json.Get("size"u8).AsInt64(min: 0))
        {
            Platform = json.Section("platform"u8, Images.Platform.Read),
            Annotations = json.StringMap("annotations"u8),
            ArtifactType = json.String("artifactType"u8),
        };
    }

    internal static void Write(JsonTextWriter json, Descriptor descriptor)
    {
        json.WriteString("mediaType"u8, descriptor.MediaType);
        json.WriteOptional("artifactType"u8, descriptor.ArtifactType);
        json.WriteString("digest"u8, descriptor.Digest.ToString());
        json.WriteNumber("size"u8, descriptor.Size);
        json.WriteSection("platform"u8, descriptor.Platform, Images.Platform.Write);
        json.WriteStringMap("annotations"u8, descriptor.Annotations);
    }
}
