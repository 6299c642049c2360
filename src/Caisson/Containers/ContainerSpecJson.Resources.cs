using Caisson.Oci.Json;
using Caisson.Resources;

namespace Caisson.Containers;

/// <summary>Resources and devices.</summary>
public static partial class ContainerSpecJson
{
    private static void WriteResources(JsonTextWriter json, ResourceLimits limits)
    {
        json.WriteOptional("memory"u8, limits.Memory);
        json.WriteOptional("memoryReservation"u8, limits.MemoryReservation);
        json.WriteOptional("memorySwap"u8, limits.MemorySwap);
        json.WriteOptional("memorySwappiness"u8, (long?)limits.MemorySwappiness);
        json.WriteFlag("oomKillDisable"u8, limits.OomKillDisable);
        json.WriteOptional("oomScoreAdjust"u8, (long?)limits.OomScoreAdjust);
        json.WriteOptional("nanoCpus"u8, limits.NanoCpus);
        json.WriteOptional("cpuShares"u8, limits.CpuShares);
        json.WriteOptional("cpuQuota"u8, limits.CpuQuota);
        json.WriteOptional("cpuPeriod"u8, limits.CpuPeriod);
        json.WriteOptional("cpusetCpus"u8, limits.CpusetCpus);
        json.WriteOptional("cpusetMems"u8, limits.CpusetMems);
        json.WriteOptional("pidsLimit"u8, limits.PidsLimit);
        json.WriteOptional("blkioWeight"u8, (long?)limits.BlkioWeight);
        json.WriteObjects("blkioWeightDevices"u8, limits.BlkioWeightDevices, static (writer, device) =>
        {
            writer.WriteString("path"u8, device.Path);
            writer.WriteNumber("weight"u8, (int)device.Weight);
        });
        json.WriteObjects("deviceReadBps"u8, limits.DeviceReadBps, WriteRate);
        json.WriteObjects("deviceWriteBps"u8, limits.DeviceWriteBps, WriteRate);
        json.WriteObjects("deviceReadIops"u8, limits.DeviceReadIops, WriteRate);
        json.WriteObjects("deviceWriteIops"u8, limits.DeviceWriteIops, WriteRate);
        json.WriteStringMap("unified"u8, limits.Unified);
    }

    private static ResourceLimits ReadResources(JsonValue json) => new()
    {
        Memory = json.Int64("memory"u8, min: 0),
        MemoryReservation = json.Int64("memoryReservation"u8, min: 0),
        MemorySwap = json.Int64("memorySwap"u8, min: -1),
        MemorySwappiness = json.Int32("memorySwappiness"u8, min: 0, max: 100),
        OomKillDisable = json.Boolean("oomKillDisable"u8) ?? false,
        OomScoreAdjust = json.Int32("oomScoreAdjust"u8, min: -1000, max: 1000),
        NanoCpus = json.Int64("nanoCpus"u8, min: 0),
        CpuShares = json.UInt64("cpuShares"u8),
        CpuQuota = json.Int64("cpuQuota"u8, min: -1),
        CpuPeriod = json.UInt64("cpuPeriod"u8),
        CpusetCpus = json.String("cpusetCpus"u8),
        CpusetMems = json.String("cpusetMems"u8),
        PidsLimit = json.Int64("pidsLimit"u8, min: -1),
        BlkioWeight = json.UInt16("blkioWeight"u8, max: 1000),
        BlkioWeightDevices = json.List("blkioWeightDevices"u8, static device =>
            new DeviceWeight(device.RequiredString("path"u8), device.Get("weight"u8).AsUInt16(max: 1000))),
        DeviceReadBps = json.List("deviceReadBps"u8, ReadRate),
        DeviceWriteBps = json.List("deviceWriteBps"u8, ReadRate),
        DeviceReadIops = json.List("deviceReadIops"u8, ReadRate),
        DeviceWriteIops = json.List("deviceWriteIops"u8, ReadRate),
        Unified = json.StringMap("unified"u8),
    };

    private static void WriteRate(JsonTextWriter json, DeviceRate rate)
    {
        json.WriteString("path"u8, rate.Path);
        json.WriteNumber("rate"u8, rate.Rate);
    }

    private static DeviceRate ReadRate(JsonValue json) => new(json.RequiredString("path"u8), json.Get("rate"u8).AsUInt64());

    private static void WriteDevice(JsonTextWriter json, DeviceRequest device)
    {
        json.WriteString("host"u8, device.HostPath);
        json.WriteString("container"u8, device.ContainerPath);
        json.WriteString("access"u8, device.Access);
    }

    private static DeviceRequest ReadDevice(JsonValue json) =>
        new(json.RequiredString("host"u8), json.RequiredString("container"u8), ReadAccess(json));

    private static void WriteDeviceRule(JsonTextWriter json, DeviceCgroupRule rule)
    {
        json.WriteString("type"u8, rule.Type.ToString());
        json.WriteOptional("major"u8, (long?)rule.Major);
        json.WriteOptional("minor"u8, (long?)rule.Minor);
        json.WriteString("access"u8, rule.Access);
    }

    private static DeviceCgroupRule ReadDeviceRule(JsonValue json)
    {
        JsonValue type = json.Get("type"u8);
        return type.AsString() is [('a' or 'b' or 'c') and var letter]
            ? new DeviceCgroupRule(letter, json.UInt32("major"u8), json.UInt32("minor"u8), ReadAccess(json))
            : throw type.Error("expected a, b or c");
    }

    private static string ReadAccess(JsonValue json)
    {
        JsonValue access = json.Get("access"u8);
        string letters = access.AsString();
        return DeviceAccess.IsValid(letters) ? letters : throw access.Error("expected letters of r, w and m, each at most once");
    }
}
