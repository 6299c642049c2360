using Caisson.Images;
using Caisson.Oci.Images;

namespace Caisson.Cli.Images;

/// <summary>A line of <c>caisson images</c>: an image by one of its names.</summary>
/// <param name="Image">The image.</param>
/// <param name="Name">The name; null for an image without names.</param>
internal sealed record ImageRow(StoredImage Image, ImageReference? Name);
