namespace Caisson.Images;

/// <summary>An imported image.</summary>
/// <param name="Image">As it is in the store now.</param>
/// <param name="Notes">What of the source could not be part of an image, one line each, such as sockets.</param>
public sealed record ImportResult(StoredImage Image, IReadOnlyList<string> Notes);
