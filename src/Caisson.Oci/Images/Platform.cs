using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>What an image runs on, in Go's words (image-spec image-index.md): <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
/// <param name="Os">GOOS.</param>
/// <param name="Architecture">GOARCH.</param>
/// <param name="Variant">For example <c>v8</c>; null when there is none.</param>
public sealed record Platform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>The platform that this build runs.</summary>
    public static Platform Default { get; } = new("linux", "amd64");

    /// <summary>Whether an image for <paramref name="image"/> runs here: variants count only where both have one.</summary>
    public bool Accepts(Platform image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return string.Equals(Os, image.Os, StringComparison.Ordinal)
            && string.Equals(Architecture, image.Architecture, StringComparison.Ordinal)
            && (Variant is null || image.Variant is null || string.Equals(Variant, image.Variant, StringComparison.Ordinal));
    }

    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    internal static Platform Read(JsonValue json) =>
        new(json.RequiredString("os"u8), json.RequiredString("architecture"u8), json.String("variant"u8));

    internal static void Write(JsonTextWriter json, Platform platform)
    {
        json.WriteString("architecture"u8, platform.Architecture);
        json.WriteString("os"u8, platform.Os);
        json.WriteOptional("variant"u8, platform.Variant);
    }
}
