using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config-linux.md#seccomp.</summary>
public static partial class RuntimeSpecJson
{
    /// <summary>What fits beside an action: an errno for SCMP_ACT_ERRNO, data for SCMP_ACT_TRACE (seccomp(2)).</summary>
    private const uint MaxErrnoRet = ushort.MaxValue;

    private static SeccompSpec ReadSeccomp(JsonValue json) => new()
    {
        DefaultAction = json.RequiredString("defaultAction"u8),
        DefaultErrnoRet = json.UInt32("defaultErrnoRet"u8, MaxErrnoRet),
        Architectures = json.Strings("architectures"u8),
        Flags = json.Strings("flags"u8),
        ListenerPath = NullIfEmpty(json.String("listenerPath"u8)),
        ListenerMetadata = NullIfEmpty(json.String("listenerMetadata"u8)),
        Syscalls = json.List("syscalls"u8, ReadSeccompRule),
    };

    private static void WriteSeccomp(JsonTextWriter writer, SeccompSpec seccomp)
    {
        writer.WriteString("defaultAction"u8, seccomp.DefaultAction);
        writer.WriteOptional("defaultErrnoRet"u8, seccomp.DefaultErrnoRet);
        writer.WriteStrings("architectures"u8, seccomp.Architectures);
        writer.WriteStrings("flags"u8, seccomp.Flags);
        writer.WriteOptional("listenerPath"u8, seccomp.ListenerPath);
        writer.WriteOptional("listenerMetadata"u8, seccomp.ListenerMetadata);
        writer.WriteObjects("syscalls"u8, seccomp.Syscalls, static (w, rule) =>
        {
            w.WriteStrings("names"u8, rule.Names);
            w.WriteString("action"u8, rule.Action);
            w.WriteOptional("errnoRet"u8, rule.ErrnoRet);
            w.WriteObjects("args"u8, rule.Args, WriteSeccompArg);
        });
    }

    private static SeccompRule ReadSeccompRule(JsonValue json) => new()
    {
        Names = ReadNames(json.Get("names"u8)),
        Action = json.RequiredString("action"u8),
        ErrnoRet = json.UInt32("errnoRet"u8, MaxErrnoRet),
        Args = json.List("args"u8, ReadSeccompArg),
    };

    /// <summary>Reads a condition on an argument, for other formats that have it too.</summary>
    /// <exception cref="SpecException">It does not follow the specification.</exception>
    public static SeccompArg ReadSeccompArg(JsonValue json) => new(
        json.Get("index"u8).AsUInt32(5),
        json.Get("value"u8).AsUInt64(),
        json.UInt64("valueTwo"u8) ?? 0,
        json.RequiredString("op"u8));

    private static void WriteSeccompArg(JsonTextWriter writer, SeccompArg arg)
    {
        writer.WriteNumber("index"u8, arg.Index);
        writer.WriteNumber("value"u8, arg.Value);
        writer.WriteOptional("valueTwo"u8, arg.ValueTwo == 0 ? null : arg.ValueTwo);
        writer.WriteString("op"u8, arg.Op);
    }

    private static string[] ReadNames(JsonValue json)
    {
        if (json is { Kind: JsonKind.Array, Count: 0 })
        {
            throw json.Error("at least one system call must be named");
        }

        string[] names = new string[json.Count];
        int i = 0;
        foreach (JsonValue name in json.Items())
        {
            names[i++] = name.AsString();
        }

        return names;
    }
}
