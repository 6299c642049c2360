using System.Globalization;

namespace Caisson.Images.Layers;

/// <summary>Numbers as archives write them.</summary>
internal static class TarNumber
{
    /// <summary>
    /// A field of a header: octal digits among spaces and NULs, or, when the first bit is set, a big-endian two's complement number
    /// (GNU's base 256). An empty field is zero.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
        {
            return TryReadBinary(field, out value);
        }

        field = field.Trim(" \0"u8);
        foreach (byte digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    /// <summary>Decimal digits and nothing else.</summary>
    internal static bool TryReadDecimal(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>A time of an extended header: <c>[-]seconds[.fraction]</c>; the fraction is cut to nanoseconds, downwards.</summary>
    internal static bool TryReadTime(ReadOnlySpan<byte> text, out long seconds, out uint nanoseconds)
    {
        nanoseconds = 0;
        bool negative = text.StartsWith("-"u8);
        text = negative ? text[1..] : text;
        int dot = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = dot < 0 ? default : text[(dot + 1)..];
        if (!TryReadDecimal(dot < 0 ? text : text[..dot], out seconds) || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        const int Digits = 9;
        for (int i = 0; i < Digits; i++)
        {
            nanoseconds = (nanoseconds * 10) + (i < fraction.Length ? (uint)(fraction[i] - '0') : 0);
        }

        if (negative)
        {
            seconds = nanoseconds == 0 ? -seconds : -seconds - 1;
            nanoseconds = nanoseconds == 0 ? 0 : 1_000_000_000 - nanoseconds;
        }

        return true;
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> field, out long value)
    {
        // The first byte's lower bits belong to the number; bit 6 is its sign.
        bool negative = (field[0] & 0x40) != 0;
        value = negative ? -1 : 0;
        for (int i = 0; i < field.Length; i++)
        {
            int b = i == 0 ? (field[0] & 0x7F) | (negative ? 0x80 : 0) : field[i];
            if (value is > long.MaxValue >> 8 or < long.MinValue >> 8)
            {
                return false;
            }

            value = (value << 8) | (uint)b;
        }

        return true;
    }
}
