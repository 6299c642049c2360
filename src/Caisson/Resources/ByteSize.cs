using System.Globalization;

namespace Caisson.Resources;

/// <summary>
/// Sizes as people write them: a decimal number, optionally a space, and a unit of <c>b k m g t p</c> in either case, each 1024 times the
/// one before, optionally followed by <c>b</c> or <c>ib</c> (<c>512m</c>, <c>1.5GiB</c>). Without a unit it is bytes.
/// </summary>
public static class ByteSize
{
    /// <summary>Parses a size in bytes; fractions of a byte are cut off.</summary>
    /// <exception cref="UsageException">It is not a size, or more than 2^63-1 bytes.</exception>
    public static long Parse(string text)
    {
        ReadOnlySpan<char> number = text;
        int digits = number.LastIndexOfAnyInRange('0', '9') + 1;
        if (digits < number.Length && number[digits] == '.')
            digits++;
        ReadOnlySpan<char> unit = number[digits..];
        number = number[..digits];
        if (unit.Length > 1 && unit[0] == ' ')
            unit = unit[1..];

        long factor = Factor(unit);
        if (factor == 0 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            throw Invalid(text);
        if (value > (decimal)long.MaxValue / factor)
            throw new UsageException($"invalid size {Quoted.Text(text)}: at most {long.MaxValue} bytes");
        return (long)(value * factor);
    }

    /// <summary>As <see cref="Parse"/>, and <c>-1</c> is unlimited.</summary>
    public static long ParseOrUnlimited(string text) => string.Equals(text, "-1", StringComparison.Ordinal) ? -1 : Parse(text);

    private static long Factor(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty || unit.Equals("b", StringComparison.OrdinalIgnoreCase))
            return 1;
        ReadOnlySpan<char> rest = unit[1..];
        if (!rest.IsEmpty && !rest.Equals("b", StringComparison.OrdinalIgnoreCase) && !rest.Equals("ib", StringComparison.OrdinalIgnoreCase))
            return 0;
        return (char)(unit[0] | 0x20) switch
        {
            'k' => 1L << 10,
            'm' => 1L << 20,
            'g' => 1L << 30,
            't' => 1L << 40,
            'p' => 1L << 50,
            _ => 0,
        };
    }

    private static UsageException Invalid(string text) =>
        new($"invalid size {Quoted.Text(text)}: allowed is a number with an optional unit b, k, m, g, t or p, as 512m or 1.5g");
}
