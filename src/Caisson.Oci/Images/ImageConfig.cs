using System.Globalization;
using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>What an image says about itself and about containers made from it (image-spec config.md).</summary>
public sealed record ImageConfig
{
    /// <summary>When it was built; null when it does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>What it runs on.</summary>
    public Platform Platform { get; init; } = Platform.Default;

    /// <summary>Defaults for containers.</summary>
    public ImageContainerConfig Container { get; init; } = new();

    /// <summary>Digests of the uncompressed layers, lowest first.</summary>
    public IReadOnlyList<Digest> DiffIds { get; init; } = [];

    /// <summary>How the image came about, oldest first.</summary>
    public IReadOnlyList<ImageHistory> History { get; init; } = [];

    /// <summary>Reads a configuration.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <exception cref="SpecException">It is not an image's configuration.</exception>
    public static ImageConfig Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        JsonValue root = JsonTree.Parse(utf8, name).Root;
        JsonValue rootfs = root.Get("rootfs"u8);
        if (!rootfs.Get("type"u8).IsString("layers"u8))
        {
            throw rootfs.Error("only root file systems of type layers are supported");
        }

        return new ImageConfig
        {
            Created = ReadTime(root),
            Author = root.String("author"u8),
            Platform = Platform.Read(root),
            Container = root.Section("config"u8, ImageContainerConfig.Read) ?? new ImageContainerConfig(),
            DiffIds = rootfs.List("diff_ids"u8, static id =>
                Digest.TryParse(id.AsString()) ?? throw id.Error("expected a sha256 or sha512 digest")),
            History = root.List("history"u8, ImageHistory.Read),
        };
    }

    /// <summary>Writes the configuration: the same configuration gives the same bytes, and so the same image id.</summary>
    public byte[] ToJson() => ImageDocument.Write(this, static (json, config) =>
    {
        WriteTime(json, config.Created);
        json.WriteOptional("author"u8, config.Author);
        Platform.Write(json, config.Platform);
        json.WriteSection("config"u8, config.Container, ImageContainerConfig.Write);
        json.WriteStartObject("rootfs"u8);
        json.WriteString("type"u8, "layers"u8);
        json.WriteStartArray("diff_ids"u8);
        foreach (Digest id in config.DiffIds)
        {
            json.WriteStringValue(id.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteObjects("history"u8, config.History, ImageHistory.Write);
    });

    /// <summary>RFC 3339, section 5.6. Some builders write an empty text for "no time".</summary>
    internal static DateTimeOffset? ReadTime(JsonValue parent)
    {
        if (parent.Find("created"u8) is not { } created || created.IsString(""u8))
        {
            return null;
        }

        string text = created.AsString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && text.Contains('T', StringComparison.OrdinalIgnoreCase)
            ? time
            : throw created.Error("expected a date and time, such as 2024-02-03T04:05:06Z");
    }

    internal static void WriteTime(JsonTextWriter json, DateTimeOffset? created)
    {
        if (created is { } time)
        {
            json.WriteString("created"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        }
    }
}
