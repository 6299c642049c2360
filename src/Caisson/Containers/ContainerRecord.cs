using System.Globalization;
using Caisson.Linux.Files;
using Caisson.Oci.Json;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>What was asked for when a container was made: container.json (docs/on-disk.md).</summary>
internal sealed record ContainerRecord
{
    private const int SchemaVersion = 1;
    private const int LargestFile = 16 << 20;

    internal required string Id { get; init; }

    internal required string Name { get; init; }

    internal required DateTimeOffset Created { get; init; }

    /// <summary>The image's id when the container was made; null for a root file system without image.</summary>
    internal string? ImageId { get; init; }

    internal required ContainerSpec Spec { get; init; }

    internal required SupervisionSpec Supervision { get; init; }

    internal static ContainerRecord Read(SafeFileHandle directory)
    {
        JsonValue json = JsonTree.Parse(
            FileCalls.ReadFileAt(directory, ContainerFiles.Container, LargestFile), ContainerFiles.Container, LargestFile).Root;
        if (json.Get("schemaVersion"u8).AsInt32() is not SchemaVersion and var version)
        {
            throw json.Get("schemaVersion"u8).Error($"version {version} is not known to this caisson");
        }

        JsonValue created = json.Get("created"u8);
        return new ContainerRecord
        {
            Id = json.RequiredString("id"u8),
            Name = json.RequiredString("name"u8),
            Created = DateTimeOffset.TryParse(created.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time)
                ? time
                : throw created.Error("not a time"),
            ImageId = json.String("imageId"u8),
            Spec = ContainerSpecJson.Read(json.Get("spec"u8)),
            Supervision = SupervisionSpec.Read(json.Get("supervision"u8)),
        };
    }

    internal void Write(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion"u8, SchemaVersion);
        json.WriteString("id"u8, Id);
        json.WriteString("name"u8, Name);
        json.WriteString("created"u8, Created.ToString("O", CultureInfo.InvariantCulture));
        json.WriteOptional("imageId"u8, ImageId);
        json.WritePropertyName("supervision"u8);
        Supervision.Write(json);
        json.WriteStartObject("spec"u8);
        ContainerSpecJson.Write(json, Spec);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
