using System.Globalization;
using Caisson.Processes;

namespace Caisson.Cli.Containers;

/// <summary>Moments on the command line: a time (RFC 3339, or a date), seconds since 1970, or how long ago (<c>42m</c>).</summary>
internal static class Moment
{
    /// <summary>Reads a moment.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        if (text.Contains('-', StringComparison.Ordinal))
        {
            return DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
                ? moment
                : throw new UsageException($"'{text}' is not a time: write 2026-01-31T12:00:00Z, seconds since 1970, or 42m for 42 minutes ago");
        }

        TimeSpan age = Duration.Parse(text);
        return age < now - DateTimeOffset.MinValue ? now - age : DateTimeOffset.MinValue;
    }
}
