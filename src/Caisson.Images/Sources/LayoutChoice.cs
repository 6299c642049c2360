using Caisson.Oci.Images;

namespace Caisson.Images.Sources;

/// <summary>Which descriptor of an index is meant. Pure.</summary>
internal static class LayoutChoice
{
    private const string ContainerdName = "io.containerd.image.name";

    /// <summary>
    /// The one image for the platform: attestations never count, and a descriptor that does not say its platform may be for any (its
    /// configuration will tell). A name chooses among several.
    /// </summary>
    internal static Descriptor Choose(ImageIndex index, Platform platform, ImageReference? name, string path)
    {
        List<Descriptor> offered = [.. index.Manifests.Where(manifest => !manifest.IsAttestation)];
        List<Descriptor> candidates = [.. offered
            .Where(manifest => manifest.Platform is null || platform.Accepts(manifest.Platform))
            .DistinctBy(manifest => manifest.Digest)];
        if (candidates.Count > 1 && name is not null)
        {
            List<Descriptor> named = [.. index.Manifests.Where(manifest =>
                IsNamed(manifest, name) && candidates.Exists(candidate => candidate.Digest.Equals(manifest.Digest)))];
            candidates = named.Count > 0 ? [.. named.DistinctBy(manifest => manifest.Digest)] : candidates;
        }

        // An exact platform wins over one that nobody stated.
        if (candidates.Count > 1 && candidates.Count(manifest => manifest.Platform is not null) == 1)
        {
            candidates.RemoveAll(manifest => manifest.Platform is null);
        }

        return candidates.Count switch
        {
            1 => candidates[0],
            0 when offered.Count == 0 => throw new ImageException($"{path}: there is no image in it"),
            0 => throw new ImageException(
                $"{path}: no image for {platform} (there is {string.Join(", ", offered.Select(manifest => manifest.Platform?.ToString()).Distinct(StringComparer.Ordinal))})"),
            _ => throw new ImageException(
                $"{path}: there are several images: import one by its name ({string.Join(", ", candidates.Select(Shown))})"),
        };
    }

    /// <summary>A full name that the layout gives an image. The plain annotation often has only a tag, which names nothing.</summary>
    internal static ImageReference? NameOf(Descriptor manifest)
    {
        if (manifest.Annotation(ContainerdName) is { } full && ImageReference.TryParse(full) is { } reference)
        {
            return reference.WithDefaultTag();
        }

        return manifest.Annotation(Descriptor.RefNameAnnotation) is { } name && name.AsSpan().IndexOfAny('/', ':') >= 0
            ? ImageReference.TryParse(name)?.WithDefaultTag()
            : null;
    }

    private static bool IsNamed(Descriptor manifest, ImageReference name) =>
        NameOf(manifest) is { } own
            ? own.Equals(name.WithDefaultTag())
            : string.Equals(manifest.Annotation(Descriptor.RefNameAnnotation), name.WithDefaultTag().Tag, StringComparison.Ordinal);

    private static string Shown(Descriptor manifest) =>
        manifest.Annotation(Descriptor.RefNameAnnotation) is { } name ? PrintableText.Of(name).Trim('"') : manifest.Digest.Short;
}
