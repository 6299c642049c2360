using Caisson.Oci.Images;

namespace Caisson.Images.Store;

/// <summary>A layer that is ready to be stored.</summary>
/// <param name="Blob">What the manifest says of it.</param>
/// <param name="DiffId">The digest of the uncompressed archive.</param>
/// <param name="Size">Bytes of the uncompressed archive.</param>
/// <param name="BlobFile">Where the blob waits in the staging directory; null when the store has it already.</param>
/// <param name="Directory">Where the unpacked layer waits; null when the store has it already.</param>
internal sealed record StagedLayer(Descriptor Blob, Digest DiffId, long Size, string? BlobFile, string? Directory);
