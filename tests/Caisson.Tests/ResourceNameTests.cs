namespace Caisson.Tests;

public class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("My_db-1.2")]
    public void A_name_is_returned(string text) => Assert.Equal(text, ResourceName.Parse("container", text));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("-a", "\"-a\"")]
    [InlineData(".", "\".\"")]
    [InlineData("..", "\"..\"")]
    [InlineData("_a", "\"_a\"")]
    [InlineData("a/b", "\"a/b\"")]
    [InlineData("../a", "\"../a\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("a\0", "\"a\\u0000\"")]
    [InlineData("a\u001b[31m", "\"a\\u001b[31m\"")]
    [InlineData("é", "\"é\"")]
    [InlineData("a b", "\"a b\"")]
    public void Anything_that_is_not_a_name_is_refused_on_one_line(string text, string quoted) => Assert.Equal(
        $"invalid network name {quoted}: allowed are 1 to 128 letters, digits, '_', '.' and '-', the first a letter or digit",
        Refusal.Of(() => ResourceName.Parse("network", text)));

    [Fact]
    public void A_name_has_a_bound()
    {
        Assert.True(ResourceName.IsValid(new string('a', 128)));
        Assert.False(ResourceName.IsValid(new string('a', 129)));
        Assert.True(Refusal.Of(() => ResourceName.Parse("volume", new string('a', 100_000))).Length < 400);
    }
}
