using Caisson.Cli.Output;

namespace Caisson.Cli.Tests.Output;

public sealed class HumanTests
{
    [Theory]
    [InlineData(-5, "Less than a second")]
    [InlineData(0, "Less than a second")]
    [InlineData(1, "1 second")]
    [InlineData(59, "59 seconds")]
    [InlineData(60, "About a minute")]
    [InlineData(119, "About a minute")]
    [InlineData(120, "2 minutes")]
    [InlineData(3599, "59 minutes")]
    [InlineData(3600, "About an hour")]
    [InlineData(5399, "About an hour")]
    [InlineData(5400, "2 hours")]
    [InlineData(47 * 3600, "47 hours")]
    [InlineData(48 * 3600, "2 days")]
    [InlineData(13 * 86400, "13 days")]
    [InlineData(14 * 86400, "2 weeks")]
    [InlineData(59 * 86400, "8 weeks")]
    [InlineData(60 * 86400, "2 months")]
    [InlineData(729 * 86400, "24 months")]
    [InlineData(730 * 86400, "2 years")]
    public void Durations_are_worded_as_Docker_words_them(long seconds, string expected) =>
        Assert.Equal(expected, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_moment_is_told_by_how_long_ago_it_was()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal("3 days ago", HumanDuration.Ago(now.AddDays(-3), now));
        Assert.Equal("Less than a second ago", HumanDuration.Ago(now.AddDays(3), now));
    }

    [Theory]
    [InlineData(-1, "0B")]
    [InlineData(0, "0B")]
    [InlineData(999, "999B")]
    [InlineData(1000, "1kB")]
    [InlineData(1234, "1.23kB")]
    [InlineData(12345, "12.3kB")]
    [InlineData(123456, "123kB")]
    [InlineData(999_499, "999kB")]
    [InlineData(999_500, "1MB")]
    [InlineData(9_995_000, "10MB")]
    [InlineData(4_858_000, "4.86MB")]
    [InlineData(116_480_000, "116MB")]
    [InlineData(1_230_000_000, "1.23GB")]
    [InlineData(long.MaxValue, "9.22EB")]
    public void Sizes_have_decimal_units_and_three_digits(long bytes, string expected) => Assert.Equal(expected, HumanSize.Format(bytes));
}
