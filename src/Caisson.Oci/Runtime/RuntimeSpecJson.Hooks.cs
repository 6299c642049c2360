using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config.md#posix-platform-hooks.</summary>
public static partial class RuntimeSpecJson
{
    private static HooksSpec ReadHooks(JsonValue json) => new()
    {
        Prestart = json.List("prestart"u8, ReadHook),
        CreateRuntime = json.List("createRuntime"u8, ReadHook),
        CreateContainer = json.List("createContainer"u8, ReadHook),
        StartContainer = json.List("startContainer"u8, ReadHook),
        Poststart = json.List("poststart"u8, ReadHook),
        Poststop = json.List("poststop"u8, ReadHook),
    };

    private static void WriteHooks(JsonTextWriter writer, HooksSpec hooks)
    {
        writer.WriteObjects("prestart"u8, hooks.Prestart, WriteHook);
        writer.WriteObjects("createRuntime"u8, hooks.CreateRuntime, WriteHook);
        writer.WriteObjects("createContainer"u8, hooks.CreateContainer, WriteHook);
        writer.WriteObjects("startContainer"u8, hooks.StartContainer, WriteHook);
        writer.WriteObjects("poststart"u8, hooks.Poststart, WriteHook);
        writer.WriteObjects("poststop"u8, hooks.Poststop, WriteHook);
    }

    private static HookSpec ReadHook(JsonValue json) => new()
    {
        Path = json.RequiredString("path"u8),
        Args = json.Strings("args"u8),
        Env = json.Strings("env"u8),
        Timeout = json.Int32("timeout"u8, 1),
    };

    private static void WriteHook(JsonTextWriter writer, HookSpec hook)
    {
        writer.WriteString("path"u8, hook.Path);
        writer.WriteStrings("args"u8, hook.Args);
        writer.WriteStrings("env"u8, hook.Env);
        writer.WriteOptional("timeout"u8, hook.Timeout);
    }
}
