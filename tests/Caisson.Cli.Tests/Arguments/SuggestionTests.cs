using Caisson.Cli.Arguments;

namespace Caisson.Cli.Tests.Arguments;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("isnpect", "inspect")]
    [InlineData("imges", "images")]
    [InlineData("inspec", "inspect")]
    [InlineData("rn", "run")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    [InlineData("network", null)]
    public void The_nearest_word_is_found_and_far_ones_are_not(string typed, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(typed, ["run", "images", "inspect", "ps"]));

    [Fact]
    public void Very_long_input_is_not_compared() => Assert.Null(Suggestion.Nearest(new string('a', 10_000), [new string('a', 9_999)]));
}
