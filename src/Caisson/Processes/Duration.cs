using System.Globalization;

namespace Caisson.Processes;

/// <summary>
/// A length of time: whole seconds (<c>90</c>), or decimal numbers each with a unit of <c>h m s ms us ns</c>, added up (<c>1h30m</c>,
/// <c>1.5s</c>). Never negative.
/// </summary>
public static class Duration
{
    private const string Allowed = "allowed are seconds as 90, or numbers with units h, m, s, ms, us, ns as 1h30m or 1.5s";

    /// <summary>Parses a length of time, exact to 100 ns.</summary>
    /// <exception cref="UsageException">It is not a length of time, or longer than 100 years.</exception>
    public static TimeSpan Parse(string text)
    {
        if (Digits.TryParse(text, (ulong)MaximumSeconds, out ulong seconds))
            return TimeSpan.FromSeconds((long)seconds);
        decimal total = 0;
        ReadOnlySpan<char> rest = text;
        if (rest.IsEmpty)
            throw Invalid(text);
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOfAnyExcept("0123456789.");
            if (length <= 0 || !decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
                throw Invalid(text);
            rest = rest[length..];
            (decimal unit, int unitLength) = Unit(rest);
            if (unitLength == 0 || value > MaximumSeconds / unit || (total += value * unit) > MaximumSeconds)
                throw Invalid(text);
            rest = rest[unitLength..];
        }

        return TimeSpan.FromTicks((long)(total * TimeSpan.TicksPerSecond));
    }

    /// <summary>As <see cref="Parse"/>, and <c>-1</c> is for ever (<see cref="Timeout.InfiniteTimeSpan"/>).</summary>
    public static TimeSpan ParseOrForever(string text) =>
        string.Equals(text, "-1", StringComparison.Ordinal) ? Timeout.InfiniteTimeSpan : Parse(text);

    private static decimal MaximumSeconds => 100m * 366 * 24 * 3600;

    private static (decimal Seconds, int Length) Unit(ReadOnlySpan<char> text) => text switch
    {
        ['n', 's', ..] => (0.000_000_001m, 2),
        ['u', 's', ..] or ['\u00b5', 's', ..] or ['\u03bc', 's', ..] => (0.000_001m, 2),
        ['m', 's', ..] => (0.001m, 2),
        ['s', ..] => (1m, 1),
        ['m', ..] => (60m, 1),
        ['h', ..] => (3600m, 1),
        _ => (0m, 0),
    };

    private static UsageException Invalid(string text) => new($"invalid duration {Quoted.Text(text)}: {Allowed}");
}
