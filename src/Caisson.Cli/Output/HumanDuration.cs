namespace Caisson.Cli.Output;

/// <summary>Durations as Docker words them: one unit, rounded.</summary>
internal static class HumanDuration
{
    /// <summary>The duration in words: <c>About a minute</c>, <c>5 hours</c>. Negative ones count as none.</summary>
    public static string Format(TimeSpan duration)
    {
        long seconds = (long)duration.TotalSeconds;
        long minutes = (long)duration.TotalMinutes;
        long hours = (long)(duration.TotalHours + 0.5);
        return (seconds, minutes, hours) switch
        {
            ( < 1, _, _) => "Less than a second",
            (1, _, _) => "1 second",
            ( < 60, _, _) => $"{seconds} seconds",
            (_, 1, _) => "About a minute",
            (_, < 60, _) => $"{minutes} minutes",
            (_, _, 1) => "About an hour",
            (_, _, < 48) => $"{hours} hours",
            (_, _, < 24 * 7 * 2) => $"{hours / 24} days",
            (_, _, < 24 * 30 * 2) => $"{hours / 24 / 7} weeks",
            (_, _, < 24 * 365 * 2) => $"{hours / 24 / 30} months",
            _ => $"{(long)duration.TotalHours / 24 / 365} years",
        };
    }

    /// <summary>How long ago a moment was: <c>3 days ago</c>.</summary>
    public static string Ago(DateTimeOffset moment, DateTimeOffset now) => $"{Format(now - moment)} ago";
}
