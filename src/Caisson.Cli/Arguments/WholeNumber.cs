using System.Globalization;

namespace Caisson.Cli.Arguments;

/// <summary>Whole numbers on the command line.</summary>
internal static class WholeNumber
{
    /// <summary>Reads a decimal number within bounds.</summary>
    /// <exception cref="FormatException">It is not a number, or out of bounds.</exception>
    public static long Parse(string text, long minimum, long maximum) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= minimum && number <= maximum
            ? number
            : throw new FormatException($"'{text}' is not a whole number from {minimum} to {maximum}");
}
