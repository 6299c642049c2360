using Caisson.Linux.Files;
using Caisson.Oci.Json;
using Caisson.Runtime.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.State;

/// <summary>What a monitor has to know besides config.json: the section <c>supervision</c> of container.json.</summary>
public sealed record SupervisionSpec
{
    private const int LargestFile = 16 << 20;

    // More than a lifetime, and still a number that TimeSpan and clocks can calculate with.
    private const long LongestTimeout = 100L * 366 * 24 * 60 * 60 * 1000;

    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>Read-only layers, the upper-most first; empty when <see cref="RootDirectory"/> is the root.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>A directory of the host that is the root as it is.</summary>
    public string? RootDirectory { get; init; }

    /// <summary>The first processes of the containers whose namespaces config.json names by number.</summary>
    public IReadOnlyList<ProcessIdentity> JoinedProcesses { get; init; } = [];

    /// <summary>Whether caisson-init is process 1.</summary>
    public bool Init { get; init; }

    /// <summary>Whether the program's stdin is open.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Whether the output is kept.</summary>
    public bool Log { get; init; }

    /// <summary>How long the program may run; null is for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the container goes when its program ends.</summary>
    public bool Remove { get; init; }

    /// <summary>The root file system.</summary>
    /// <param name="directory">The container's directory, as an absolute path.</param>
    public RootSource Root(string directory) => RootDirectory is { } root
        ? new RootSource.Directory(root, MapIds: true)
        : new RootSource.Overlay(Layers, $"{directory}/{ContainerFiles.Upper}", $"{directory}/{ContainerFiles.Work}");

    /// <summary>Reads the section from container.json.</summary>
    public static SupervisionSpec Read(SafeFileHandle directory)
    {
        JsonTree tree = JsonTree.Parse(FileCalls.ReadFileAt(directory, ContainerFiles.Container, LargestFile), ContainerFiles.Container);
        return Read(tree.Root.Get("supervision"u8));
    }

    /// <summary>Reads the section.</summary>
    public static SupervisionSpec Read(JsonValue json) => new()
    {
        Id = json.RequiredString("id"u8),
        Name = json.RequiredString("name"u8),
        Layers = json.Strings("layers"u8),
        RootDirectory = json.String("rootDirectory"u8),
        JoinedProcesses = json.List("joinedProcesses"u8, ProcessIdentity.Read),
        Init = json.Boolean("init"u8) ?? false,
        OpenStdin = json.Boolean("openStdin"u8) ?? false,
        Log = json.Boolean("log"u8) ?? false,
        Timeout = json.Int64("timeoutMilliseconds"u8, min: 1, max: LongestTimeout) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        Remove = json.Boolean("remove"u8) ?? false,
    };

    /// <summary>Writes the section as an object.</summary>
    public void Write(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("name"u8, Name);
        json.WriteStartArray("layers"u8);
        foreach (string layer in Layers)
        {
            json.WriteStringValue(layer);
        }

        json.WriteEndArray();
        json.WriteOptional("rootDirectory"u8, RootDirectory);
        json.WriteObjects("joinedProcesses"u8, JoinedProcesses, ProcessIdentity.Write);
        json.WriteBoolean("init"u8, Init);
        json.WriteBoolean("openStdin"u8, OpenStdin);
        json.WriteBoolean("log"u8, Log);
        if (Timeout is { } timeout)
        {
            json.WriteNumber("timeoutMilliseconds"u8, (long)timeout.TotalMilliseconds);
        }

        json.WriteBoolean("remove"u8, Remove);
        json.WriteEndObject();
    }
}
