using Caisson.Oci.Images;

namespace Caisson.Images.Sources;

/// <summary>An image that was chosen in a layout, with its documents as they stand there.</summary>
/// <param name="Name">The name that the layout gives it, if that is a full one.</param>
internal sealed record LayoutImage(
    Descriptor Descriptor, byte[] ManifestText, ImageManifest Manifest, byte[] ConfigText, ImageConfig Config, ImageReference? Name);
