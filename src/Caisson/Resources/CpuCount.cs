using System.Globalization;

namespace Caisson.Resources;

/// <summary>A number of CPUs: a decimal number with at most 9 places after the point (<c>1.5</c>).</summary>
public static class CpuCount
{
    /// <summary>The largest number of CPUs that can be said.</summary>
    public const int Maximum = 100_000;

    /// <summary>Parses a number of CPUs into billionths of one.</summary>
    /// <exception cref="UsageException">It is not such a number.</exception>
    public static long ParseNano(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) || value > Maximum)
            throw new UsageException($"invalid number of cpus {Quoted.Text(text)}: allowed is a decimal number up to {Maximum}, as 1.5");
        decimal nano = value * 1_000_000_000m;
        return nano == decimal.Truncate(nano)
            ? (long)nano
            : throw new UsageException($"invalid number of cpus {Quoted.Text(text)}: at most 9 digits after the point");
    }
}
