using Caisson.Oci.Images;

namespace Caisson.Images.Store;

/// <summary>What a text stood for.</summary>
/// <param name="Manifest">The descriptor in the index.</param>
/// <param name="Id">The image.</param>
/// <param name="Name">The name that matched; null when it was an id.</param>
internal sealed record StoreMatch(Descriptor Manifest, Digest Id, ImageReference? Name);
