using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>One step of an image's making.</summary>
public sealed record ImageHistory
{
    /// <summary>When; null when it does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The command that made the layer.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Who did it.</summary>
    public string? Author { get; init; }

    /// <summary>Free text.</summary>
    public string? Comment { get; init; }

    /// <summary>The step changed only the configuration and has no layer.</summary>
    public bool EmptyLayer { get; init; }

    internal static ImageHistory Read(JsonValue json) => new()
    {
        Created = ImageConfig.ReadTime(json),
        CreatedBy = json.String("created_by"u8),
        Author = json.String("author"u8),
        Comment = json.String("comment"u8),
        EmptyLayer = json.Boolean("empty_layer"u8) ?? false,
    };

    internal static void Write(JsonTextWriter json, ImageHistory step)
    {
        ImageConfig.WriteTime(json, step.Created);
        json.WriteOptional("created_by"u8, step.CreatedBy);
        json.WriteOptional("author"u8, step.Author);
        json.WriteOptional("comment"u8, step.Comment);
        json.WriteFlag("empty_layer"u8, step.EmptyLayer);
    }
}
