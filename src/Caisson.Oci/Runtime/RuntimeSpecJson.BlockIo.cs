using Caisson.Oci.Json;

namespace Caisson.Oci.Runtime;

/// <summary>config-linux.md#block-io.</summary>
public static partial class RuntimeSpecJson
{
    private static BlockIoSpec ReadBlockIo(JsonValue json) => new()
    {
        Weight = json.UInt16("weight"u8),
        LeafWeight = json.UInt16("leafWeight"u8),
        WeightDevice = json.List("weightDevice"u8, static device => new WeightDevice(
            device.Get("major"u8).AsInt64(),
            device.Get("minor"u8).AsInt64(),
            device.UInt16("weight"u8),
            device.UInt16("leafWeight"u8))),
        ThrottleReadBpsDevice = json.List("throttleReadBpsDevice"u8, ReadThrottle),
        ThrottleWriteBpsDevice = json.List("throttleWriteBpsDevice"u8, ReadThrottle),
        ThrottleReadIopsDevice = json.List("throttleReadIOPSDevice"u8, ReadThrottle),
        ThrottleWriteIopsDevice = json.List("throttleWriteIOPSDevice"u8, ReadThrottle),
    };

    private static void WriteBlockIo(JsonTextWriter writer, BlockIoSpec blockIo)
    {
        writer.WriteOptional("weight"u8, blockIo.Weight);
        writer.WriteOptional("leafWeight"u8, blockIo.LeafWeight);
        writer.WriteObjects("weightDevice"u8, blockIo.WeightDevice, static (w, device) =>
        {
            w.WriteNumber("major"u8, device.Major);
            w.WriteNumber("minor"u8, device.Minor);
            w.WriteOptional("weight"u8, device.Weight);
            w.WriteOptional("leafWeight"u8, device.LeafWeight);
        });
        writer.WriteObjects("throttleReadBpsDevice"u8, blockIo.ThrottleReadBpsDevice, WriteThrottle);
        writer.WriteObjects("throttleWriteBpsDevice"u8, blockIo.ThrottleWriteBpsDevice, WriteThrottle);
        writer.WriteObjects("throttleReadIOPSDevice"u8, blockIo.ThrottleReadIopsDevice, WriteThrottle);
        writer.WriteObjects("throttleWriteIOPSDevice"u8, blockIo.ThrottleWriteIopsDevice, WriteThrottle);
    }

    private static ThrottleDevice ReadThrottle(JsonValue json) => new(
        json.Get("major"u8).AsInt64(), json.Get("minor"u8).AsInt64(), json.Get("rate"u8).AsUInt64());

    private static void WriteThrottle(JsonTextWriter writer, ThrottleDevice device)
    {
        writer.WriteNumber("major"u8, device.Major);
        writer.WriteNumber("minor"u8, device.Minor);
        writer.WriteNumber("rate"u8, device.Rate);
    }
}
