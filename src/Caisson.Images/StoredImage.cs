using Caisson.Oci.Images;

namespace Caisson.Images;

/// <summary>An image in the store.</summary>
public sealed record StoredImage
{
    /// <summary>The configuration's digest, which is what Docker calls the image id.</summary>
    public required Digest Id { get; init; }

    /// <summary>The manifest that the name, or the first of the names, stands for.</summary>
    public required Descriptor Manifest { get; init; }

    /// <summary>What the image says about itself.</summary>
    public required ImageConfig Config { get; init; }

    /// <summary>All names, in the order in which they were given; none for a dangling image.</summary>
    public required IReadOnlyList<ImageReference> Names { get; init; }

    /// <summary>Bytes of all layers, uncompressed.</summary>
    public required long Size { get; init; }

    /// <summary>When it was built; null when it does not say.</summary>
    public DateTimeOffset? Created => Config.Created;

    /// <summary>Digests of the uncompressed layers, lowest first.</summary>
    public IReadOnlyList<Digest> DiffIds => Config.DiffIds;

    /// <summary>Names of the unpacked layers' directories, uppermost first.</summary>
    internal IReadOnlyList<string> Layers { get; init; } = [];
}
