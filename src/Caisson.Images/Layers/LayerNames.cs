namespace Caisson.Images.Layers;

/// <summary>
/// What a name in a layer means (image-spec layer.md, "Whiteouts"). Pure: no name is looked up anywhere.
/// </summary>
internal static class LayerNames
{
    internal const string WhiteoutPrefix = ".wh.";
    internal const string OpaqueMarker = ".wh..wh..opq";

    private const string MetadataPrefix = ".wh..wh.";

    /// <summary>
    /// Splits a name into components; none for the root itself. Absolute names begin at the layer's root. A <c>..</c> is
    /// refused, although some tools resolve it: no program that makes layers writes it, but attacks do.
    /// </summary>
    /// <exception cref="ImageException">The name has a <c>..</c>.</exception>
    internal static string[] Split(string name)
    {
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int count = 0;
        foreach (string part in parts)
        {
            if (part is "..")
            {
                throw new ImageException($"entry {PrintableText.Of(name)}: a name that goes up (..) is refused");
            }

            if (part is not ".")
            {
                parts[count++] = part;
            }
        }

        return count == parts.Length ? parts : parts[..count];
    }

    /// <summary>What the last component asks for; <c>Target</c> is the hidden name for a whiteout.</summary>
    /// <exception cref="ImageException">It is a whiteout of nothing, or stands inside one.</exception>
    internal static (LayerNameKind Kind, string Target) Classify(string[] components, string name)
    {
        for (int i = 0; i < components.Length - 1; i++)
        {
            if (components[i].StartsWith(WhiteoutPrefix, StringComparison.Ordinal))
            {
                return IsMetadata(components[i])
                    ? (LayerNameKind.Metadata, "")
                    : throw new ImageException($"entry {PrintableText.Of(name)}: a whiteout cannot be a directory");
            }
        }

        string last = components.Length == 0 ? "" : components[^1];
        if (!last.StartsWith(WhiteoutPrefix, StringComparison.Ordinal))
        {
            return (LayerNameKind.File, last);
        }

        if (last is OpaqueMarker)
        {
            return (LayerNameKind.Opaque, "");
        }

        if (IsMetadata(last))
        {
            return (LayerNameKind.Metadata, "");
        }

        string target = last[WhiteoutPrefix.Length..];
        return target is "" or "." or ".." || last.StartsWith(MetadataPrefix, StringComparison.Ordinal)
            ? throw new ImageException($"entry {PrintableText.Of(name)}: not a valid whiteout")
            : (LayerNameKind.Whiteout, target);
    }

    // What aufs kept for itself at a layer's root; old images still carry it, and it is nobody's content.
    private static bool IsMetadata(string component) => component is ".wh..wh.aufs" or ".wh..wh.orph" or ".wh..wh.plnk";
}
