using System.Buffers.Text;
using System.Text;

namespace Caisson.Oci.Json;

/// <summary>Numbers: whole ones only, as none of the formats has others.</summary>
public readonly partial struct JsonValue
{
    /// <summary>The value as a whole number between two bounds, both included.</summary>
    public long AsInt64(long min = long.MinValue, long max = long.MaxValue)
    {
        ReadOnlySpan<byte> digits = WholeNumber();
        return Utf8Parser.TryParse(digits, out long value, out int used) && used == digits.Length && value >= min && value <= max
            ? value
            : throw OutOfRange(digits, $"{min} to {max}");
    }

    /// <summary>The value as a whole number of zero or more, up to a bound, included.</summary>
    public ulong AsUInt64(ulong max = ulong.MaxValue)
    {
        ReadOnlySpan<byte> digits = WholeNumber();
        return Utf8Parser.TryParse(digits, out ulong value, out int used) && used == digits.Length && value <= max
            ? value
            : throw OutOfRange(digits, $"0 to {max}");
    }

    /// <summary>The value as a 32-bit whole number.</summary>
    public int AsInt32(int min = int.MinValue, int max = int.MaxValue) => (int)AsInt64(min, max);

    /// <summary>The value as a 32-bit whole number of zero or more.</summary>
    public uint AsUInt32(uint max = uint.MaxValue) => (uint)AsUInt64(max);

    /// <summary>The value as a 16-bit whole number of zero or more.</summary>
    public ushort AsUInt16(ushort max = ushort.MaxValue) => (ushort)AsUInt64(max);

    private ReadOnlySpan<byte> WholeNumber()
    {
        ReadOnlySpan<byte> digits = Expect(JsonKind.Number);
        return digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            ? digits
            : throw Error($"expected a whole number, found {Shown(digits)}");
    }

    private SpecException OutOfRange(ReadOnlySpan<byte> digits, string range) => Error($"{Shown(digits)} is out of range ({range})");

    private static string Shown(ReadOnlySpan<byte> digits) => JsonPath.Printable(Encoding.UTF8.GetString(digits));
}
