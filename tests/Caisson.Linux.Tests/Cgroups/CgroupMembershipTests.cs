using Caisson.Linux.Cgroups;

namespace Caisson.Linux.Tests.Cgroups;

public sealed class CgroupMembershipTests
{
    [Fact]
    public void Lines_of_every_kind_are_parsed()
    {
        const string Text = """
            12:cpu,cpuacct:/user.slice
            1:name=systemd:/a:b/c
            0::/user.slice/session-1.scope (deleted)

            """;
        Assert.Equal(
            "12 cpu,cpuacct /user.slice\n1 name=systemd /a:b/c\n0  /user.slice/session-1.scope",
            string.Join('\n', CgroupMembership.Parse(Text).Select(m => $"{m.HierarchyId} {string.Join(',', m.Controllers)} {m.Path}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1:cpu")]
    [InlineData("x:cpu:/")]
    [InlineData(":::")]
    public void Damaged_lines_are_skipped(string text) => Assert.Empty(CgroupMembership.Parse(text));

    [Fact]
    public void This_process_is_somewhere() => Assert.NotEmpty(CgroupMembership.OfProcess(Environment.ProcessId));

    [Fact]
    public void A_process_that_is_gone_is_nowhere() => Assert.Empty(CgroupMembership.OfProcess(int.MaxValue));
}
