using Caisson.Processes;

namespace Caisson.Tests.Processes;

public class DurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m1s1ms", 61_001)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("0.5h", 1_800_000)]
    public void A_duration_is_seconds_or_numbers_with_units(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("s")]
    [InlineData("1d")]
    [InlineData("1 s")]
    [InlineData("1s2")]
    [InlineData("1..5s")]
    [InlineData("3162240001")]
    [InlineData("878401h")]
    [InlineData("99999999999999999999999999999999s")]
    public void Other_durations_are_refused(string text) => Assert.Equal(
        $"invalid duration \"{text}\": allowed are seconds as 90, or numbers with units h, m, s, ms, us, ns as 1h30m or 1.5s",
        Refusal.Of(() => Duration.Parse(text)));

    [Fact]
    public void Minus_one_is_for_ever_where_that_is_possible() => Assert.Equal(Timeout.InfiniteTimeSpan, Duration.ParseOrForever("-1"));
}
