using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config.md#process.</summary>
public static partial class RuntimeSpecJson
{
    private static ProcessSpec ReadProcess(JsonValue json) => new()
    {
        Terminal = json.Boolean("terminal"u8) ?? false,
        ConsoleSize = json.Section("consoleSize"u8, static size => new ConsoleSize(
            size.Get("height"u8).AsUInt32(ushort.MaxValue), size.Get("width"u8).AsUInt32(ushort.MaxValue))),
        User = json.Section("user"u8, ReadUser) ?? new UserSpec(),
        Args = json.Strings("args"u8),
        Env = json.Strings("env"u8),
        Cwd = json.RequiredString("cwd"u8),
        Capabilities = json.Section("capabilities"u8, ReadCapabilities),
        Rlimits = json.List("rlimits"u8, static limit => new RlimitSpec(
            limit.RequiredString("type"u8), limit.Get("soft"u8).AsUInt64(), limit.Get("hard"u8).AsUInt64())),
        NoNewPrivileges = json.Boolean("noNewPrivileges"u8) ?? false,
        ApparmorProfile = json.String("apparmorProfile"u8),
        SelinuxLabel = json.String("selinuxLabel"u8),
        OomScoreAdj = json.Int32("oomScoreAdj"u8, -1000, 1000),
        Scheduler = json.Section("scheduler"u8, ReadScheduler),
        IoPriority = json.Section("ioPriority"u8, static priority => new IoPrioritySpec(
            priority.RequiredString("class"u8), priority.Int32("priority"u8, 0, 7) ?? 0)),
        ExecCpuAffinity = json.Section("execCPUAffinity"u8, static affinity => new ExecCpuAffinitySpec(
            affinity.String("initial"u8), affinity.String("final"u8))),
    };

    private static void WriteProcess(JsonTextWriter writer, ProcessSpec process)
    {
        writer.WriteFlag("terminal"u8, process.Terminal);
        writer.WriteSection("consoleSize"u8, process.ConsoleSize, static (w, size) =>
        {
            w.WriteNumber("height"u8, size.Height);
            w.WriteNumber("width"u8, size.Width);
        });
        writer.WriteSection("user"u8, process.User, WriteUser);
        writer.WriteStrings("args"u8, process.Args);
        writer.WriteStrings("env"u8, process.Env);
        writer.WriteString("cwd"u8, process.Cwd);
        writer.WriteSection("capabilities"u8, process.Capabilities, WriteCapabilities);
        writer.WriteObjects("rlimits"u8, process.Rlimits, static (w, limit) =>
        {
            w.WriteString("type"u8, limit.Type);
            w.WriteNumber("hard"u8, limit.Hard);
            w.WriteNumber("soft"u8, limit.Soft);
        });
        writer.WriteFlag("noNewPrivileges"u8, process.NoNewPrivileges);
        writer.WriteOptional("apparmorProfile"u8, process.ApparmorProfile);
        writer.WriteOptional("selinuxLabel"u8, process.SelinuxLabel);
        writer.WriteOptional("oomScoreAdj"u8, process.OomScoreAdj);
        writer.WriteSection("scheduler"u8, process.Scheduler, WriteScheduler);
        writer.WriteSection("ioPriority"u8, process.IoPriority, static (w, priority) =>
        {
            w.WriteString("class"u8, priority.Class);
            w.WriteNumber("priority"u8, priority.Priority);
        });
        writer.WriteSection("execCPUAffinity"u8, process.ExecCpuAffinity, static (w, affinity) =>
        {
            w.WriteOptional("initial"u8, affinity.Initial);
            w.WriteOptional("final"u8, affinity.Final);
        });
    }

    private static UserSpec ReadUser(JsonValue json) => new()
    {
        Uid = json.UInt32("uid"u8, NoId - 1) ?? 0,
        Gid = json.UInt32("gid"u8, NoId - 1) ?? 0,
        Umask = json.UInt32("umask"u8, 0x1ff),
        AdditionalGids = json.List("additionalGids"u8, static gid => gid.AsUInt32(NoId - 1)),
    };

    private static void WriteUser(JsonTextWriter writer, UserSpec user)
    {
        writer.WriteNumber("uid"u8, user.Uid);
        writer.WriteNumber("gid"u8, user.Gid);
        writer.WriteOptional("umask"u8, user.Umask);
        if (user.AdditionalGids.Count > 0)
        {
            writer.WriteStartArray("additionalGids"u8);
            foreach (uint gid in user.AdditionalGids)
            {
                writer.WriteNumberValue(gid);
            }

            writer.WriteEndArray();
        }
    }

    private static CapabilitiesSpec ReadCapabilities(JsonValue json) => new()
    {
        Bounding = json.Strings("bounding"u8),
        Effective = json.Strings("effective"u8),
        Inheritable = json.Strings("inheritable"u8),
        Permitted = json.Strings("permitted"u8),
        Ambient = json.Strings("ambient"u8),
    };

    private static void WriteCapabilities(JsonTextWriter writer, CapabilitiesSpec sets)
    {
        writer.WriteStrings("bounding"u8, sets.Bounding);
        writer.WriteStrings("effective"u8, sets.Effective);
        writer.WriteStrings("inheritable"u8, sets.Inheritable);
        writer.WriteStrings("permitted"u8, sets.Permitted);
        writer.WriteStrings("ambient"u8, sets.Ambient);
    }

    private static SchedulerSpec ReadScheduler(JsonValue json) => new()
    {
        Policy = json.RequiredString("policy"u8),
        Nice = json.Int32("nice"u8) ?? 0,
        Priority = json.Int32("priority"u8) ?? 0,
        Flags = json.Strings("flags"u8),
        Runtime = json.UInt64("runtime"u8) ?? 0,
        Deadline = json.UInt64("deadline"u8) ?? 0,
        Period = json.UInt64("period"u8) ?? 0,
    };

    private static void WriteScheduler(JsonTextWriter writer, SchedulerSpec scheduler)
    {
        writer.WriteString("policy"u8, scheduler.Policy);
        writer.WriteOptional("nice"u8, NonZero(scheduler.Nice));
        writer.WriteOptional("priority"u8, NonZero(scheduler.Priority));
        writer.WriteStrings("flags"u8, scheduler.Flags);
        writer.WriteOptional("runtime"u8, NonZero(scheduler.Runtime));
        writer.WriteOptional("deadline"u8, NonZero(scheduler.Deadline));
        writer.WriteOptional("period"u8, NonZero(scheduler.Period));

        static T? NonZero<T>(T value)
            where T : struct => value.Equals(default(T)) ? null : value;
    }
}
