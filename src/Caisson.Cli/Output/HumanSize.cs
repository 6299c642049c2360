using System.Globalization;

namespace Caisson.Cli.Output;

/// <summary>Sizes as Docker prints them: decimal units, three significant digits.</summary>
internal static class HumanSize
{
    private static ReadOnlySpan<char> Prefixes => " kMGTPE";

    /// <summary>A size in bytes as <c>4.86MB</c>.</summary>
    public static string Format(long bytes)
    {
        double value = Math.Max(bytes, 0);
        int unit = 0;
        // 999.5 would be printed as four digits.
        while (value >= (unit == 0 ? 1000 : 999.5) && unit < Prefixes.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format = (unit, value) switch
        {
            (0, _) or (_, >= 99.95) => "0",
            (_, >= 9.995) => "0.#",
            _ => "0.##",
        };
        return value.ToString(format, CultureInfo.InvariantCulture) + (unit == 0 ? "B" : $"{Prefixes[unit]}B");
    }
}
