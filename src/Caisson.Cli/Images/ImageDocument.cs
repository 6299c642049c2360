using System.Globalization;
using System.Text.Json;
using Caisson.Cli.Output;
using Caisson.Images;
using Caisson.Oci.Images;

namespace Caisson.Cli.Images;

/// <summary>An image as <c>docker image inspect</c> shows it.</summary>
internal static class ImageDocument
{
    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, StoredImage image)
    {
        ImageConfig config = image.Config;
        json.WriteStartObject();
        json.WriteString("Id", image.Id.ToString());
        json.WriteTexts("RepoTags", image.Names.Where(name => name.Tag is not null).Select(name => name.Familiar));
        json.WriteTexts("RepoDigests", image.Names.Select(name => $"{name.FamiliarRepository}@{image.Manifest.Digest}").Distinct(StringComparer.Ordinal));
        json.WriteString("Comment", config.History.Count > 0 ? config.History[^1].Comment ?? "" : "");
        json.WriteString("Created", config.Created?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("Author", config.Author ?? "");
        json.WriteString("Architecture", config.Platform.Architecture);
        if (config.Platform.Variant is { } variant)
        {
            json.WriteString("Variant", variant);
        }

        json.WriteString("Os", config.Platform.Os);
        json.WriteNumber("Size", image.Size);
        json.WritePropertyName("Config");
        Write(json, config.Container);
        json.WriteStartObject("RootFS");
        json.WriteString("Type", "layers");
        json.WriteTexts("Layers", image.DiffIds.Select(digest => digest.ToString()));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImageContainerConfig config)
    {
        json.WriteStartObject();
        json.WriteString("User", config.User);
        Keys(json, "ExposedPorts", config.ExposedPorts);
        json.WriteTexts("Env", config.Env);
        TextsOrNull(json, "Cmd", config.Cmd);
        Keys(json, "Volumes", config.Volumes);
        json.WriteString("WorkingDir", config.WorkingDir);
        TextsOrNull(json, "Entrypoint", config.Entrypoint);
        TextsOrNull(json, "OnBuild", config.OnBuild);
        json.WriteStartObject("Labels");
        foreach ((string key, string value) in config.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        if (config.StopSignal is { } signal)
        {
            json.WriteString("StopSignal", signal);
        }

        if (config.StopTimeout is { } seconds)
        {
            json.WriteNumber("StopTimeout", seconds);
        }

        if (config.Healthcheck is { } check)
        {
            Write(json, check);
        }

        if (config.Shell.Count > 0)
        {
            json.WriteTexts("Shell", config.Shell);
        }

        json.WriteEndObject();
    }

    // Docker's times are nanoseconds.
    private static void Write(Utf8JsonWriter json, ImageHealthcheck check)
    {
        const long nanosecondsPerTick = 100;
        json.WriteStartObject("Healthcheck");
        json.WriteTexts("Test", check.Test);
        json.WriteNumber("Interval", check.Interval.Ticks * nanosecondsPerTick);
        json.WriteNumber("Timeout", check.Timeout.Ticks * nanosecondsPerTick);
        json.WriteNumber("StartPeriod", check.StartPeriod.Ticks * nanosecondsPerTick);
        json.WriteNumber("StartInterval", check.StartInterval.Ticks * nanosecondsPerTick);
        json.WriteNumber("Retries", check.Retries);
        json.WriteEndObject();
    }

    private static void TextsOrNull(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteTexts(name, texts);
        }
    }

    private static void Keys(Utf8JsonWriter json, string name, IReadOnlyList<string> keys)
    {
        json.WriteStartObject(name);
        foreach (string key in keys)
        {
            json.WriteStartObject(key);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
