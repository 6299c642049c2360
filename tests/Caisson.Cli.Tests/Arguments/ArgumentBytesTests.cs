using Caisson.Cli.Arguments;

namespace Caisson.Cli.Tests.Arguments;

public sealed class ArgumentBytesTests
{
    [Fact]
    public void Only_words_with_a_replacement_character_are_looked_at_again()
    {
        Assert.False(ArgumentBytes.AreSuspicious(["run", "größe", "\0"]));
        Assert.True(ArgumentBytes.AreSuspicious(["run", "a\ufffdb"]));
    }

    [Fact]
    public void Bytes_that_are_not_text_are_told_from_a_real_replacement_character()
    {
        Assert.True(ArgumentBytes.AreText("caisson\0run\0a\ufffdb\0"u8));
        Assert.False(ArgumentBytes.AreText([(byte)'a', 0xff, 0]));
    }
}
