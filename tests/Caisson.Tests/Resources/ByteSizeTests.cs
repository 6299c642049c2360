using Caisson.Resources;

namespace Caisson.Tests.Resources;

public class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("42", 42)]
    [InlineData("42b", 42)]
    [InlineData("42B", 42)]
    [InlineData("1k", 1024)]
    [InlineData("1K", 1024)]
    [InlineData("1kb", 1024)]
    [InlineData("1KiB", 1024)]
    [InlineData("1 k", 1024)]
    [InlineData("512m", 512L << 20)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData(".5k", 512)]
    [InlineData("5.k", 5 * 1024)]
    [InlineData("2t", 2L << 40)]
    [InlineData("3PiB", 3L << 50)]
    [InlineData("0.3", 0)]
    [InlineData("8191.9p", 9223259446864091545)]
    public void A_size_is_a_number_and_a_unit(string text, long expected) => Assert.Equal(expected, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("k")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1  k")]
    [InlineData("1x")]
    [InlineData("1kk")]
    [InlineData("1bb")]
    [InlineData("1e3")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("50%")]
    public void Anything_else_is_refused(string text) => Assert.Equal(
        $"invalid size \"{text}\": allowed is a number with an optional unit b, k, m, g, t or p, as 512m or 1.5g",
        Refusal.Of(() => ByteSize.Parse(text)));

    [Theory]
    [InlineData("8192p")]
    [InlineData("9223372036854775808")]
    public void A_size_that_no_file_can_have_is_refused(string text) =>
        Assert.Equal($"invalid size \"{text}\": at most 9223372036854775807 bytes", Refusal.Of(() => ByteSize.Parse(text)));

    [Fact]
    public void Minus_one_is_unlimited_where_that_is_possible() => Assert.Equal(-1, ByteSize.ParseOrUnlimited("-1"));
}
