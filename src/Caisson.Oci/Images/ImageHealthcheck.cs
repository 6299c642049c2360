using Caisson.Oci.Json;

namespace Caisson.Oci.Images;

/// <summary>An image's HEALTHCHECK (Docker's addition to the format; times there are nanoseconds).</summary>
public sealed record ImageHealthcheck
{
    private const long NanosecondsPerTick = 100;

    /// <summary><c>NONE</c>, <c>CMD</c> with arguments, or <c>CMD-SHELL</c> with one text; empty inherits.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Between checks; zero means the default.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How long a check may take; zero means the default.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Failures do not count that early; zero means the default.</summary>
    public TimeSpan StartPeriod { get; init; }

    /// <summary>Between checks in the start period; zero means the default.</summary>
    public TimeSpan StartInterval { get; init; }

    /// <summary>Failures in a row that make it unhealthy; zero means the default.</summary>
    public int Retries { get; init; }

    internal static ImageHealthcheck Read(JsonValue json) => new()
    {
        Test = json.Strings("Test"u8),
        Interval = Time(json.Int64("Interval"u8, min: 0)),
        Timeout = Time(json.Int64("Timeout"u8, min: 0)),
        StartPeriod = Time(json.Int64("StartPeriod"u8, min: 0)),
        StartInterval = Time(json.Int64("StartInterval"u8, min: 0)),
        Retries = json.Int32("Retries"u8, min: 0) ?? 0,
    };

    internal static void Write(JsonTextWriter json, ImageHealthcheck check)
    {
        json.WriteStrings("Test"u8, check.Test);
        json.WriteOptional("Interval"u8, Nanoseconds(check.Interval));
        json.WriteOptional("Timeout"u8, Nanoseconds(check.Timeout));
        json.WriteOptional("StartPeriod"u8, Nanoseconds(check.StartPeriod));
        json.WriteOptional("StartInterval"u8, Nanoseconds(check.StartInterval));
        json.WriteOptional("Retries"u8, check.Retries == 0 ? null : (long?)check.Retries);
    }

    private static TimeSpan Time(long? nanoseconds) => new((nanoseconds ?? 0) / NanosecondsPerTick);

    private static long? Nanoseconds(TimeSpan time) => time == TimeSpan.Zero ? null : time.Ticks * NanosecondsPerTick;
}
