namespace Caisson.Images.Layers;

/// <summary>The extended attributes by which overlayfs reads its own marks (Documentation/filesystems/overlayfs.rst).</summary>
internal static class OverlayAttributes
{
    /// <summary>Marks a directory that hides what the layers below have at its place; the value is <c>y</c>.</summary>
    internal const string Opaque = "trusted.overlay.opaque";

    /// <summary>
    /// Whether overlayfs gives the attribute a meaning. From an archive, <c>redirect</c> or <c>metacopy</c> would show other files
    /// than the archive has.
    /// </summary>
    internal static bool IsPrivate(string attribute) =>
        attribute.StartsWith("trusted.overlay.", StringComparison.Ordinal) || attribute.StartsWith("user.overlay.", StringComparison.Ordinal);
}
