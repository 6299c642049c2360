using Caisson.Oci.Images;

namespace Caisson.Images.Store;

/// <summary>
/// The layout's <c>index.json</c> as a value. An image has one descriptor for each name, or one without a name. Descriptors
/// that another tool wrote have no image id: they are kept, with their blobs, and are none of our images.
/// </summary>
internal sealed record StoreIndex(IReadOnlyList<Descriptor> Manifests)
{
    /// <summary>The annotation with the image's id, so that finding an image reads no manifests.</summary>
    internal const string IdAnnotation = "caisson.image.id";

    internal static StoreIndex Empty { get; } = new([]);

    /// <summary>The image that a descriptor stands for; null for another tool's.</summary>
    internal static Digest? IdOf(Descriptor manifest) =>
        manifest.Annotation(IdAnnotation) is { } text ? Digest.TryParse(text) : null;

    internal static ImageReference? NameOf(Descriptor manifest) =>
        manifest.Annotation(Descriptor.RefNameAnnotation) is { } text ? ImageReference.TryParse(text) : null;

    /// <summary>All descriptors of an image.</summary>
    internal IEnumerable<Descriptor> Of(Digest id) => Manifests.Where(manifest => id.Equals(IdOf(manifest)));

    /// <summary>
    /// Gives an image a name (or none): the name is taken from whoever had it. An image that loses its last name stays, without one.
    /// </summary>
    internal StoreIndex With(Descriptor manifest, Digest id, ImageReference? name)
    {
        StoreIndex rest = name is null ? this : Untag(name, keepImage: true);
        if (name is null && rest.Of(id).Any())
        {
            return rest;
        }

        // A nameless descriptor of the same image has done its duty.
        IEnumerable<Descriptor> others = rest.Manifests.Where(m => !id.Equals(IdOf(m)) || NameOf(m) is not null);
        return new StoreIndex([.. others, Annotated(manifest, id, name)]);
    }

    /// <summary>Takes a name away, and the image with it if it was the last one and it is not to be kept.</summary>
    internal StoreIndex Untag(ImageReference name, bool keepImage)
    {
        var manifests = new List<Descriptor>(Manifests.Count);
        foreach (Descriptor manifest in Manifests)
        {
            bool hasName = name.Equals(NameOf(manifest));
            if (!hasName)
            {
                manifests.Add(manifest);
            }
            else if (keepImage && IdOf(manifest) is { } id && Of(id).Count() == 1)
            {
                manifests.Add(Annotated(manifest, id, name: null));
            }
        }

        return new StoreIndex(manifests);
    }

    /// <summary>Without any descriptor of an image.</summary>
    internal StoreIndex Without(Digest id) => new([.. Manifests.Where(manifest => !id.Equals(IdOf(manifest)))]);

    /// <summary>What a name or an id stands for, in Docker's order: a full id, a name, the beginning of an id.</summary>
    /// <exception cref="ImageException">Several images' ids begin like that.</exception>
    internal StoreMatch? Find(string nameOrId)
    {
        const string Algorithm = "sha256:";
        string hex = nameOrId.StartsWith(Algorithm, StringComparison.Ordinal) ? nameOrId[Algorithm.Length..] : nameOrId;
        Digest? full = Digest.TryParse(Algorithm + hex);
        if (full is not null)
        {
            return Of(full).FirstOrDefault() is { } byId ? new StoreMatch(byId, full, Name: null) : null;
        }

        if (ImageReference.TryParse(nameOrId) is { } reference && FindName(reference.WithDefaultTag()) is { } byName)
        {
            return byName;
        }

        return hex.Length > 0 && !hex.AsSpan().ContainsAnyExcept("0123456789abcdef") ? FindPrefix(hex, nameOrId) : null;
    }

    private StoreMatch? FindName(ImageReference reference)
    {
        // Names are stored in full, so that looking for one parses none of the others.
        string full = reference.ToString();
        foreach (Descriptor manifest in Manifests)
        {
            bool matches = reference.Digest is null
                ? string.Equals(manifest.Annotation(Descriptor.RefNameAnnotation), full, StringComparison.Ordinal)
                : manifest.Digest.Equals(reference.Digest)
                    && string.Equals(NameOf(manifest)?.Repository, reference.Repository, StringComparison.Ordinal);
            if (matches && IdOf(manifest) is { } id && NameOf(manifest) is { } name)
            {
                return new StoreMatch(manifest, id, name);
            }
        }

        return null;
    }

    private StoreMatch? FindPrefix(string hex, string text)
    {
        StoreMatch? found = null;
        foreach (Descriptor manifest in Manifests)
        {
            if (IdOf(manifest) is { } id && id.Hex.StartsWith(hex, StringComparison.Ordinal) && !id.Equals(found?.Id))
            {
                found = found is null
                    ? new StoreMatch(manifest, id, Name: null)
                    : throw new ImageException($"the image id {text} is ambiguous: give more digits");
            }
        }

        return found;
    }

    private static Descriptor Annotated(Descriptor manifest, Digest id, ImageReference? name)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (name is not null)
        {
            annotations[Descriptor.RefNameAnnotation] = name.ToString();
        }

        annotations[IdAnnotation] = id.ToString();
        return new Descriptor(manifest.MediaType, manifest.Digest, manifest.Size) { Platform = manifest.Platform, Annotations = annotations };
    }
}
