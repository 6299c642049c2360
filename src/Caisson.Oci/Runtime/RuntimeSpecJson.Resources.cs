using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config-linux.md#control-groups.</summary>
public static partial class RuntimeSpecJson
{
    private static ResourcesSpec ReadResources(JsonValue json) => new()
    {
        Devices = json.List("devices"u8, ReadDeviceRule),
        Memory = json.Section("memory"u8, ReadMemory),
        Cpu = json.Section("cpu"u8, ReadCpu),
        PidsLimit = json.Find("pids"u8)?.Int64("limit"u8),
        BlockIo = json.Section("blockIO"u8, ReadBlockIo),
        HugepageLimits = json.List("hugepageLimits"u8, static limit => new HugepageLimit(
            limit.RequiredString("pageSize"u8), limit.Get("limit"u8).AsUInt64())),
        Network = json.Section("network"u8, ReadNetworkClass),
        Rdma = json.Map("rdma"u8, static limit => new RdmaLimit(limit.UInt32("hcaHandles"u8), limit.UInt32("hcaObjects"u8))),
        Unified = json.StringMap("unified"u8),
    };

    private static void WriteResources(JsonTextWriter writer, ResourcesSpec resources)
    {
        writer.WriteObjects("devices"u8, resources.Devices, WriteDeviceRule);
        writer.WriteSection("memory"u8, resources.Memory, WriteMemory);
        writer.WriteSection("cpu"u8, resources.Cpu, WriteCpu);
        if (resources.PidsLimit is { } pids)
        {
            writer.WriteStartObject("pids"u8);
            writer.WriteNumber("limit"u8, pids);
            writer.WriteEndObject();
        }

        writer.WriteSection("blockIO"u8, resources.BlockIo, WriteBlockIo);
        writer.WriteObjects("hugepageLimits"u8, resources.HugepageLimits, static (w, limit) =>
        {
            w.WriteString("pageSize"u8, limit.PageSize);
            w.WriteNumber("limit"u8, limit.Limit);
        });
        writer.WriteSection("network"u8, resources.Network, WriteNetworkClass);
        writer.WriteMap("rdma"u8, resources.Rdma, static (w, limit) =>
        {
            w.WriteOptional("hcaHandles"u8, limit.HcaHandles);
            w.WriteOptional("hcaObjects"u8, limit.HcaObjects);
        });
        writer.WriteStringMap("unified"u8, resources.Unified);
    }

    private static DeviceRule ReadDeviceRule(JsonValue json) => new()
    {
        Allow = json.Get("allow"u8).AsBoolean(),
        Type = NullIfEmpty(json.String("type"u8)),
        Major = json.Int64("major"u8),
        Minor = json.Int64("minor"u8),
        Access = NullIfEmpty(json.String("access"u8)),
    };

    private static void WriteDeviceRule(JsonTextWriter writer, DeviceRule rule)
    {
        writer.WriteBoolean("allow"u8, rule.Allow);
        writer.WriteOptional("type"u8, rule.Type);
        writer.WriteOptional("major"u8, rule.Major);
        writer.WriteOptional("minor"u8, rule.Minor);
        writer.WriteOptional("access"u8, rule.Access);
    }

    private static MemorySpec ReadMemory(JsonValue json) => new()
    {
        Limit = json.Int64("limit"u8),
        Reservation = json.Int64("reservation"u8),
        Swap = json.Int64("swap"u8),
        Kernel = json.Int64("kernel"u8),
        KernelTcp = json.Int64("kernelTCP"u8),
        Swappiness = json.UInt64("swappiness"u8, 100),
        DisableOomKiller = json.Boolean("disableOOMKiller"u8),
        UseHierarchy = json.Boolean("useHierarchy"u8),
        CheckBeforeUpdate = json.Boolean("checkBeforeUpdate"u8),
    };

    private static void WriteMemory(JsonTextWriter writer, MemorySpec memory)
    {
        writer.WriteOptional("limit"u8, memory.Limit);
        writer.WriteOptional("reservation"u8, memory.Reservation);
        writer.WriteOptional("swap"u8, memory.Swap);
        writer.WriteOptional("kernel"u8, memory.Kernel);
        writer.WriteOptional("kernelTCP"u8, memory.KernelTcp);
        writer.WriteOptional("swappiness"u8, memory.Swappiness);
        writer.WriteOptional("disableOOMKiller"u8, memory.DisableOomKiller);
        writer.WriteOptional("useHierarchy"u8, memory.UseHierarchy);
        writer.WriteOptional("checkBeforeUpdate"u8, memory.CheckBeforeUpdate);
    }

    private static CpuSpec ReadCpu(JsonValue json) => new()
    {
        Shares = json.UInt64("shares"u8),
        Quota = json.Int64("quota"u8),
        Burst = json.UInt64("burst"u8),
        Period = json.UInt64("period"u8),
        RealtimeRuntime = json.Int64("realtimeRuntime"u8),
        RealtimePeriod = json.UInt64("realtimePeriod"u8),
        Cpus = NullIfEmpty(json.String("cpus"u8)),
        Mems = NullIfEmpty(json.String("mems"u8)),
        Idle = json.Int64("idle"u8),
    };

    private static void WriteCpu(JsonTextWriter writer, CpuSpec cpu)
    {
        writer.WriteOptional("shares"u8, cpu.Shares);
        writer.WriteOptional("quota"u8, cpu.Quota);
        writer.WriteOptional("burst"u8, cpu.Burst);
        writer.WriteOptional("period"u8, cpu.Period);
        writer.WriteOptional("realtimeRuntime"u8, cpu.RealtimeRuntime);
        writer.WriteOptional("realtimePeriod"u8, cpu.RealtimePeriod);
        writer.WriteOptional("cpus"u8, cpu.Cpus);
        writer.WriteOptional("mems"u8, cpu.Mems);
        writer.WriteOptional("idle"u8, cpu.Idle);
    }

    private static NetworkClassSpec ReadNetworkClass(JsonValue json) => new()
    {
        ClassId = json.UInt32("classID"u8),
        Priorities = json.List("priorities"u8, static priority => new InterfacePriority(
            priority.RequiredString("name"u8), priority.Get("priority"u8).AsUInt32())),
    };

    private static void WriteNetworkClass(JsonTextWriter writer, NetworkClassSpec network)
    {
        writer.WriteOptional("classID"u8, network.ClassId);
        writer.WriteObjects("priorities"u8, network.Priorities, static (w, priority) =>
        {
            w.WriteString("name"u8, priority.Name);
            w.WriteNumber("priority"u8, priority.Priority);
        });
    }
}
