namespace Caisson.Linux.Tests;

public sealed class LinuxExceptionTests
{
    [Fact]
    public void Message_is_step_thing_and_reason() =>
        Assert.StartsWith("mount proc on /proc: ", new LinuxException("mount", "proc on /proc", Errno.EPERM).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("open", "a\nb")]
    [InlineData("open", "a\u001b[31mb")]
    [InlineData("open", "a\u007fb")]
    [InlineData("open", "a\u0085b")]
    [InlineData("set hostname a\nb", null)]
    public void Message_is_one_line_without_control_characters(string step, string? thing) =>
        Assert.DoesNotContain(new LinuxException(step, thing, Errno.ENOENT).Message, char.IsControl);
}
