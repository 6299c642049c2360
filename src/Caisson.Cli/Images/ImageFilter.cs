namespace Caisson.Cli.Images;

/// <summary>A condition of <c>caisson images --filter</c>.</summary>
/// <param name="Matches">Whether a row is shown.</param>
internal sealed record ImageFilter(Func<ImageRow, bool> Matches)
{
    /// <summary>Reads <c>dangling=true|false</c>, <c>label=KEY[=VALUE]</c> or <c>reference=REPOSITORY[:TAG]</c>.</summary>
    /// <exception cref="FormatException">It is another condition.</exception>
    public static ImageFilter Parse(string text)
    {
        string[] parts = text.Split('=', 2);
        string value = parts.Length == 2 ? parts[1] : throw new FormatException($"'{text}' is not CONDITION=VALUE");
        switch (parts[0])
        {
            case "dangling":
                bool dangling = Arguments.BooleanText.Parse(value);
                return new ImageFilter(row => row.Name is null == dangling);
            case "label":
                string[] label = value.Split('=', 2);
                return new ImageFilter(row => row.Image.Config.Container.Labels.TryGetValue(label[0], out string? found)
                    && (label.Length == 1 || string.Equals(found, label[1], StringComparison.Ordinal)));
            case "reference":
                return ByReference(value);
            default:
                throw new FormatException($"unknown condition '{parts[0]}': use dangling, label or reference");
        }
    }

    /// <summary>The images of a repository, or the one of a repository and tag.</summary>
    /// <exception cref="UsageException">The name does not follow the grammar.</exception>
    public static ImageFilter ByReference(string text)
    {
        Oci.Images.ImageReference wanted = ImageName.Parse(text);
        return new ImageFilter(row => row.Name is { } name
            && string.Equals(name.Repository, wanted.Repository, StringComparison.Ordinal)
            && (wanted.Tag is null || string.Equals(name.Tag, wanted.Tag, StringComparison.Ordinal))
            && (wanted.Digest is null || wanted.Digest == name.Digest));
    }
}
