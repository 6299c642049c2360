using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config-linux.md, without resources and seccomp.</summary>
public static partial class RuntimeSpecJson
{
    private static LinuxSpec ReadLinux(JsonValue json) => new()
    {
        Namespaces = json.List("namespaces"u8, static space => new NamespaceSpec(space.RequiredString("type"u8), NullIfEmpty(space.String("path"u8)))),
        UidMappings = json.List("uidMappings"u8, ReadIdMapping),
        GidMappings = json.List("gidMappings"u8, ReadIdMapping),
        TimeOffsets = json.Map("timeOffsets"u8, static offset => new TimeOffset(
            offset.Int64("secs"u8) ?? 0, offset.UInt32("nanosecs"u8, 999_999_999) ?? 0)),
        Devices = json.List("devices"u8, ReadDevice),
        CgroupsPath = json.String("cgroupsPath"u8),
        Resources = json.Section("resources"u8, ReadResources),
        Sysctl = json.StringMap("sysctl"u8),
        Seccomp = json.Section("seccomp"u8, ReadSeccomp),
        RootfsPropagation = json.String("rootfsPropagation"u8),
        MaskedPaths = json.Strings("maskedPaths"u8),
        ReadonlyPaths = json.Strings("readonlyPaths"u8),
        MountLabel = json.String("mountLabel"u8),
        IntelRdt = json.Section("intelRdt"u8, static rdt => new IntelRdtSpec(
            rdt.String("closID"u8),
            rdt.String("l3CacheSchema"u8),
            rdt.String("memBwSchema"u8),
            rdt.Boolean("enableCMT"u8) ?? false,
            rdt.Boolean("enableMBM"u8) ?? false)),
        Personality = json.Section("personality"u8, static personality => new PersonalitySpec(
            personality.RequiredString("domain"u8), personality.Strings("flags"u8))),
    };

    private static void WriteLinux(JsonTextWriter writer, LinuxSpec linux)
    {
        writer.WriteObjects("namespaces"u8, linux.Namespaces, static (w, space) =>
        {
            w.WriteString("type"u8, space.Type);
            w.WriteOptional("path"u8, space.Path);
        });
        writer.WriteObjects("uidMappings"u8, linux.UidMappings, WriteIdMapping);
        writer.WriteObjects("gidMappings"u8, linux.GidMappings, WriteIdMapping);
        writer.WriteMap("timeOffsets"u8, linux.TimeOffsets, static (w, offset) =>
        {
            w.WriteNumber("secs"u8, offset.Secs);
            w.WriteNumber("nanosecs"u8, offset.Nanosecs);
        });
        writer.WriteObjects("devices"u8, linux.Devices, WriteDevice);
        writer.WriteOptional("cgroupsPath"u8, linux.CgroupsPath);
        writer.WriteSection("resources"u8, linux.Resources, WriteResources);
        writer.WriteStringMap("sysctl"u8, linux.Sysctl);
        writer.WriteSection("seccomp"u8, linux.Seccomp, WriteSeccomp);
        writer.WriteOptional("rootfsPropagation"u8, linux.RootfsPropagation);
        writer.WriteStrings("maskedPaths"u8, linux.MaskedPaths);
        writer.WriteStrings("readonlyPaths"u8, linux.ReadonlyPaths);
        writer.WriteOptional("mountLabel"u8, linux.MountLabel);
        writer.WriteSection("intelRdt"u8, linux.IntelRdt, static (w, rdt) =>
        {
            w.WriteOptional("closID"u8, rdt.ClosId);
            w.WriteOptional("l3CacheSchema"u8, rdt.L3CacheSchema);
            w.WriteOptional("memBwSchema"u8, rdt.MemBwSchema);
            w.WriteFlag("enableCMT"u8, rdt.EnableCmt);
            w.WriteFlag("enableMBM"u8, rdt.EnableMbm);
        });
        writer.WriteSection("personality"u8, linux.Personality, static (w, personality) =>
        {
            w.WriteString("domain"u8, personality.Domain);
            w.WriteStrings("flags"u8, personality.Flags);
        });
    }

    private static DeviceSpec ReadDevice(JsonValue json) => new()
    {
        Path = json.RequiredString("path"u8),
        Type = json.RequiredString("type"u8),
        Major = json.Int64("major"u8) ?? 0,
        Minor = json.Int64("minor"u8) ?? 0,

        // Engines put the file type's bits in as well (a Go os.FileMode or a st_mode); only the permissions are ours to set.
        FileMode = json.UInt32("fileMode"u8),
        Uid = json.UInt32("uid"u8, NoId - 1),
        Gid = json.UInt32("gid"u8, NoId - 1),
    };

    private static void WriteDevice(JsonTextWriter writer, DeviceSpec device)
    {
        writer.WriteString("path"u8, device.Path);
        writer.WriteString("type"u8, device.Type);
        writer.WriteNumber("major"u8, device.Major);
        writer.WriteNumber("minor"u8, device.Minor);
        writer.WriteOptional("fileMode"u8, device.FileMode);
        writer.WriteOptional("uid"u8, device.Uid);
        writer.WriteOptional("gid"u8, device.Gid);
    }

    // Go programs write "" where they mean absent.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
