using System.Buffers.Binary;
using System.Text;
using Caisson.Linux.Sockets;
using Caisson.Linux.Terminals;

namespace Caisson.Supervision.Protocol;

/// <summary>
/// Messages between a monitor and its client, one a packet: a byte that says what it is, then the payload. Data of the container is always
/// payload, so nothing that a container writes can look like a message.
/// </summary>
public static class Message
{
    /// <summary>The most data that a message carries.</summary>
    public const int LargestPayload = PacketSocket.LargestMessage - 1;

    /// <summary>A message about a number, as an exit code or a pid.</summary>
    public static byte[] Number(MessageKind kind, int value)
    {
        var message = new byte[1 + sizeof(int)];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(1), value);
        return message;
    }

    /// <summary>Why a start failed.</summary>
    public static byte[] StartFailed(int exitCode, string reason) => WithReason(MessageKind.StartFailed, exitCode, reason);

    /// <summary>Why the monitor cannot go on.</summary>
    public static byte[] Failed(string reason) => WithReason(MessageKind.Failed, 0, reason);

    private static byte[] WithReason(MessageKind kind, int number, string reason)
    {
        byte[] text = Encoding.UTF8.GetBytes(reason);
        return [.. Number(kind, number), .. text.AsSpan(0, Math.Min(text.Length, LargestPayload - sizeof(int)))];
    }

    /// <summary>A terminal's size.</summary>
    public static byte[] Resize(WindowSize size) =>
        [(byte)MessageKind.Resize, (byte)size.Rows, (byte)(size.Rows >> 8), (byte)size.Columns, (byte)(size.Columns >> 8)];

    /// <summary>The number in a payload; 0 when the payload is too short.</summary>
    public static int ReadNumber(ReadOnlySpan<byte> payload) =>
        payload.Length < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32LittleEndian(payload);

    /// <summary>The text after the number in a payload.</summary>
    public static string ReadText(ReadOnlySpan<byte> payload) => payload.Length < sizeof(int) ? "" : Encoding.UTF8.GetString(payload[sizeof(int)..]);

    /// <summary>The size in a payload; null when the payload is too short.</summary>
    public static WindowSize? ReadSize(ReadOnlySpan<byte> payload) => payload.Length < 2 * sizeof(ushort)
        ? null
        : new WindowSize(BinaryPrimitives.ReadUInt16LittleEndian(payload), BinaryPrimitives.ReadUInt16LittleEndian(payload[sizeof(ushort)..]));
}
