using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>An image's defaults for its containers (image-spec config.md#properties, and Docker's additions).</summary>
public sealed record ImageContainerConfig
{
    /// <summary><c>user[:group]</c>, names or numbers; empty means root.</summary>
    public string User { get; init; } = "";

    /// <summary><c>port[/protocol]</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary><c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The fixed part of the command.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The part of the command that arguments replace.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>Paths that get a volume.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Where the command starts; empty means <c>/</c>.</summary>
    public string WorkingDir { get; init; } = "";

    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = EmptyMap<string>.Value;

    /// <summary>The signal that asks the command to end; null means SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>Seconds between that signal and SIGKILL; null means the default.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>How to see whether the container works.</summary>
    public ImageHealthcheck? Healthcheck { get; init; }

    /// <summary>The shell that a build's shell forms use.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>Instructions for builds that start from this image.</summary>
    public IReadOnlyList<string> OnBuild { get; init; } = [];

    internal static ImageContainerConfig Read(JsonValue json) => new()
    {
        User = json.String("User"u8) ?? "",
        ExposedPorts = Keys(json, "ExposedPorts"u8),
        Env = json.Strings("Env"u8),
        Entrypoint = json.Strings("Entrypoint"u8),
        Cmd = json.Strings("Cmd"u8),
        Volumes = Keys(json, "Volumes"u8),
        WorkingDir = json.String("WorkingDir"u8) ?? "",
        Labels = json.StringMap("Labels"u8),
        StopSignal = json.String("StopSignal"u8) is { Length: > 0 } signal ? signal : null,
        StopTimeout = json.Int32("StopTimeout"u8, min: -1),
        Healthcheck = json.Section("Healthcheck"u8, ImageHealthcheck.Read),
        Shell = json.Strings("Shell"u8),
        OnBuild = json.Strings("OnBuild"u8),
    };

    internal static void Write(JsonTextWriter json, ImageContainerConfig config)
    {
        json.WriteOptional("User"u8, config.User.Length == 0 ? null : config.User);
        WriteKeys(json, "ExposedPorts"u8, config.ExposedPorts);
        json.WriteStrings("Env"u8, config.Env);
        json.WriteStrings("Entrypoint"u8, config.Entrypoint);
        json.WriteStrings("Cmd"u8, config.Cmd);
        WriteKeys(json, "Volumes"u8, config.Volumes);
        json.WriteOptional("WorkingDir"u8, config.WorkingDir.Length == 0 ? null : config.WorkingDir);
        json.WriteStringMap("Labels"u8, config.Labels);
        json.WriteOptional("StopSignal"u8, config.StopSignal);
        json.WriteOptional("StopTimeout"u8, (long?)config.StopTimeout);
        json.WriteSection("Healthcheck"u8, config.Healthcheck, ImageHealthcheck.Write);
        json.WriteStrings("Shell"u8, config.Shell);
        json.WriteStrings("OnBuild"u8, config.OnBuild);
    }

    /// <summary>Go's way to write a set: an object whose values are empty objects.</summary>
    private static string[] Keys(JsonValue json, ReadOnlySpan<byte> name)
    {
        if (json.Find(name) is not { } set)
        {
            return [];
        }

        string[] keys = new string[set.Count];
        int i = 0;
        foreach (JsonValue member in set.Members())
        {
            keys[i++] = member.Name;
        }

        return keys;
    }

    private static void WriteKeys(JsonTextWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
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
}
