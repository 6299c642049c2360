using Caisson.Runtime.Processes;

namespace Caisson.Runtime.Tests.Processes;

public sealed class ProgramSearchTests
{
    [Theory]
    [InlineData("sh", "PATH=/a:/b", "/a/sh /b/sh")]
    [InlineData("sh", "PATH=/a/", "/a/sh")]
    [InlineData("sh", "PATH=::/a:", "/a/sh")]
    [InlineData("sh", "PATH=", "sh")]
    [InlineData("sh", "PATH=relative", "relative/sh")]
    [InlineData("/bin/sh", "PATH=/a", "/bin/sh")]
    [InlineData("./sh", "PATH=/a", "./sh")]
    [InlineData("a/b", "PATH=/a", "a/b")]
    [InlineData("", "PATH=/a", "")]
    [InlineData("sh", "NOPATH=/x", "/usr/local/sbin/sh /usr/local/bin/sh /usr/sbin/sh /usr/bin/sh /sbin/sh /bin/sh")]
    public void Name_without_a_slash_is_looked_for_in_PATH(string name, string variable, string candidates) =>
        Assert.Equal(candidates, string.Join(' ', ProgramSearch.Candidates(name, [variable])));

    [Fact]
    public void Last_PATH_wins() => Assert.Equal(["/b/sh"], ProgramSearch.Candidates("sh", ["PATH=/a", "X=1", "PATH=/b"]));
}
