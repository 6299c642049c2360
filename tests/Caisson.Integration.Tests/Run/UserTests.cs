using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.9: users and groups are the image's; numeric ids work without them; supplementary groups are set.</summary>
public sealed class UserTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private string Id(string user, params string[] options) =>
        sandbox.Caisson(["run", "--rm", "-u", user, .. options, sandbox.Debian, "sh", "-c", "id -u; id -g; id -G"]).Succeeded().Out;

    [Fact]
    public void Default_is_root_with_root_s_groups() =>
        Assert.StartsWith("0\n0\n0", sandbox.Caisson("run", "--rm", sandbox.Debian, "sh", "-c", "id -u; id -g; id -G").Succeeded().Out, StringComparison.Ordinal);

    [Fact]
    public void User_name_brings_its_group() => Assert.Equal("33\n33\n33\n", Id("www-data"));

    [Fact]
    public void User_and_group_by_name() => Assert.Equal("1\n50\n50\n", Id("daemon:staff"));

    [Fact]
    public void Numeric_ids_need_no_entry() => Assert.Equal("4321\n8765\n8765\n", Id("4321:8765"));

    [Fact]
    public void Numeric_user_without_entry_gets_group_zero() => Assert.Equal("4321\n0\n0\n", Id("4321"));

    [Fact]
    public void Group_add_adds_supplementary_groups() => Assert.Equal("33\n33\n33 8 777\n", Id("www-data", "--group-add", "mail", "--group-add", "777"));

    [Fact]
    public void Home_is_the_user_s() =>
        Assert.Equal("/var/www\n", sandbox.Caisson("run", "--rm", "-u", "www-data", sandbox.Debian, "sh", "-c", "echo $HOME").Succeeded().Out);

    [Fact]
    public void Other_user_has_no_effective_capabilities() =>
        Assert.Equal(
            "CapEff:\t0000000000000000\n",
            sandbox.Caisson("run", "--rm", "-u", "4321", Sandbox.Busybox, "grep", "CapEff", "/proc/self/status").Succeeded().Out);

    [Theory]
    [InlineData("no-such-user")]
    [InlineData("root:no-such-group")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public void User_that_does_not_exist_is_refused_by_name(string user) =>
        sandbox.Caisson("run", "--rm", "-u", user, Sandbox.Busybox, "true").Refused(user.Split(':')[^1]);
}
