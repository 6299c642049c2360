using Caisson.Oci.Json;

namespace Caisson.Supervision.State;

public sealed partial record ProcessIdentity
{
    /// <summary>Reads an identity from an object.</summary>
    internal static ProcessIdentity Read(JsonValue json) =>
        new(json.Get("pid"u8).AsInt32(min: 1), json.Get("startTime"u8).AsUInt64(), json.RequiredString("bootId"u8));

    /// <summary>Writes an identity's members.</summary>
    internal static void Write(JsonTextWriter json, ProcessIdentity identity)
    {
        json.WriteNumber("pid"u8, identity.Pid);
        json.WriteNumber("startTime"u8, identity.StartTime);
        json.WriteString("bootId"u8, identity.BootId);
    }
}
