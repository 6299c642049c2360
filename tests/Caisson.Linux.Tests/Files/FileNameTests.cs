using Caisson.Linux.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Linux.Tests.Files;

public sealed class FileNameTests
{
    [Fact]
    public void Any_bytes_survive_a_round_trip() =>
        Prop.ForAll<byte[]>(bytes => FileName.Encode(FileName.Decode(bytes)).AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("größe/\U0001F600/\U00010480")]
    public void Ordinary_text_is_utf8(string text)
    {
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), FileName.Encode(text));
        Assert.Equal(text, FileName.Decode(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Different_bytes_give_different_strings_and_ascii_is_never_escaped()
    {
        Assert.NotEqual(FileName.Decode([0xC3]), FileName.Decode([0xC4]), StringComparer.Ordinal);
        Assert.Equal("a\uDCFFb\uDC80/", FileName.Decode([(byte)'a', 0xFF, (byte)'b', 0x80, (byte)'/']));
    }
}
