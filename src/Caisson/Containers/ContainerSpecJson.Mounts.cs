using Caisson.Mounts;
using Caisson.Oci.Json;
using Caisson.Oci.Runtime;

namespace Caisson.Containers;

/// <summary>Mounts: <c>type</c> tells which of the three.</summary>
public static partial class ContainerSpecJson
{
    private static void WriteMount(JsonTextWriter json, Mount mount)
    {
        json.WriteString("type"u8, mount switch
        {
            BindMount => "bind"u8,
            VolumeMount => "volume"u8,
            _ => "tmpfs"u8,
        });
        json.WriteString("target"u8, mount.Target);
        json.WriteFlag("readOnly"u8, mount.ReadOnly);
        switch (mount)
        {
            case BindMount bind:
                WriteBind(json, bind);
                break;
            case VolumeMount volume:
                json.WriteOptional("name"u8, volume.Name);
                json.WriteOptional("subpath"u8, volume.Subpath);
                json.WriteFlag("noCopy"u8, volume.NoCopy);
                WriteRelabelling(json, volume.Relabelling);
                json.WriteSection("idMap"u8, volume.IdMap, WriteIdMap);
                break;
            case TmpfsMount tmpfs:
                json.WriteOptional("size"u8, tmpfs.Size);
                json.WriteOptional("mode"u8, (long?)tmpfs.Mode);
                json.WriteStrings("options"u8, tmpfs.Options);
                break;
        }
    }

    private static void WriteBind(JsonTextWriter json, BindMount bind)
    {
        json.WriteString("source"u8, bind.Source);
        json.WriteFlag("createSource"u8, bind.CreateSource);
        json.WriteOptional("propagation"u8, bind.Propagation?.ToWord());
        json.WriteFlag("nonRecursive"u8, !bind.Recursive);
        json.WriteOptional("readOnlyReach"u8, bind.ReadOnlyReach switch
        {
            ReadOnlyReach.TopOnly => "top",
            ReadOnlyReach.Recursive => "recursive",
            _ => null,
        });
        WriteRelabelling(json, bind.Relabelling);
        json.WriteSection("idMap"u8, bind.IdMap, WriteIdMap);
    }

    private static Mount ReadMount(JsonValue json)
    {
        JsonValue type = json.Get("type"u8);
        string target = json.RequiredString("target"u8);
        bool isReadOnly = json.Boolean("readOnly"u8) ?? false;
        return type.AsString() switch
        {
            "bind" => ReadBind(json, target, isReadOnly),
            "volume" => new VolumeMount
            {
                Target = target,
                ReadOnly = isReadOnly,
                Name = json.String("name"u8),
                Subpath = json.String("subpath"u8),
                NoCopy = json.Boolean("noCopy"u8) ?? false,
                Relabelling = ReadRelabelling(json),
                IdMap = json.Section("idMap"u8, ReadIdMap),
            },
            "tmpfs" => new TmpfsMount
            {
                Target = target,
                ReadOnly = isReadOnly,
                Size = json.Int64("size"u8, min: 0),
                Mode = json.UInt32("mode"u8, max: 0xFFF),
                Options = json.Strings("options"u8),
            },
            _ => throw type.Error("expected bind, volume or tmpfs"),
        };
    }

    private static BindMount ReadBind(JsonValue json, string target, bool isReadOnly) => new()
    {
        Target = target,
        ReadOnly = isReadOnly,
        Source = json.RequiredString("source"u8),
        CreateSource = json.Boolean("createSource"u8) ?? false,
        Propagation = json.Find("propagation"u8) is { } propagation
            ? MountPropagations.FromWord(propagation.AsString()) ?? throw propagation.Error("expected " + MountPropagations.Words)
            : null,
        Recursive = !(json.Boolean("nonRecursive"u8) ?? false),
        ReadOnlyReach = json.Find("readOnlyReach"u8) is { } reach
            ? reach.AsString() switch
            {
                "top" => ReadOnlyReach.TopOnly,
                "recursive" => ReadOnlyReach.Recursive,
                _ => throw reach.Error("expected top or recursive"),
            }
            : ReadOnlyReach.RecursiveIfPossible,
        Relabelling = ReadRelabelling(json),
        IdMap = json.Section("idMap"u8, ReadIdMap),
    };

    private static void WriteRelabelling(JsonTextWriter json, Relabelling relabelling) =>
        json.WriteOptional("relabelling"u8, relabelling switch
        {
            Relabelling.Shared => "shared",
            Relabelling.Private => "private",
            _ => null,
        });

    private static Relabelling ReadRelabelling(JsonValue json) => json.Find("relabelling"u8) is not { } relabelling
        ? Relabelling.None
        : relabelling.AsString() switch
        {
            "shared" => Relabelling.Shared,
            "private" => Relabelling.Private,
            _ => throw relabelling.Error("expected shared or private"),
        };

    private static void WriteIdMap(JsonTextWriter json, MountIdMap map)
    {
        json.WriteObjects("uids"u8, map.Uids, WriteIdRange);
        json.WriteObjects("gids"u8, map.Gids, WriteIdRange);
    }

    private static MountIdMap ReadIdMap(JsonValue json) => new(json.List("uids"u8, ReadIdRange), json.List("gids"u8, ReadIdRange));

    private static void WriteIdRange(JsonTextWriter json, IdMapping range)
    {
        json.WriteNumber("inside"u8, range.ContainerId);
        json.WriteNumber("outside"u8, range.HostId);
        json.WriteNumber("size"u8, range.Size);
    }

    private static IdMapping ReadIdRange(JsonValue json) =>
        new(json.Get("inside"u8).AsUInt32(), json.Get("outside"u8).AsUInt32(), json.Get("size"u8).AsUInt32());
}
