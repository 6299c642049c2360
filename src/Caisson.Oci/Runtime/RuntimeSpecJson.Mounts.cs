using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config.md#mounts, and the id mappings that mounts and user namespaces share.</summary>
public static partial class RuntimeSpecJson
{
    private static MountSpec ReadMount(JsonValue json) => new()
    {
        Destination = json.RequiredString("destination"u8),
        Type = json.String("type"u8),
        Source = json.String("source"u8),
        Options = json.Strings("options"u8),
        UidMappings = json.List("uidMappings"u8, ReadIdMapping),
        GidMappings = json.List("gidMappings"u8, ReadIdMapping),
    };

    private static void WriteMount(JsonTextWriter writer, MountSpec mount)
    {
        writer.WriteString("destination"u8, mount.Destination);
        writer.WriteOptional("type"u8, mount.Type);
        writer.WriteOptional("source"u8, mount.Source);
        writer.WriteStrings("options"u8, mount.Options);
        writer.WriteObjects("uidMappings"u8, mount.UidMappings, WriteIdMapping);
        writer.WriteObjects("gidMappings"u8, mount.GidMappings, WriteIdMapping);
    }

    private static IdMapping ReadIdMapping(JsonValue json) => new(
        json.Get("containerID"u8).AsUInt32(NoId - 1),
        json.Get("hostID"u8).AsUInt32(NoId - 1),
        json.Get("size"u8).AsUInt32());

    private static void WriteIdMapping(JsonTextWriter writer, IdMapping mapping)
    {
        writer.WriteNumber("containerID"u8, mapping.ContainerId);
        writer.WriteNumber("hostID"u8, mapping.HostId);
        writer.WriteNumber("size"u8, mapping.Size);
    }
}
