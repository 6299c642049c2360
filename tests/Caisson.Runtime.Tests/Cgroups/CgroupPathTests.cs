using Caisson.Linux.Cgroups;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

public sealed class CgroupPathTests
{
    [Theory]
    [InlineData("/../escape")]
    [InlineData("/caisson-test/../../escape")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/a//b")]
    [InlineData("/a/./b")]
    [InlineData("/a\nb")]
    [InlineData("/a\0b")]
    [InlineData("/a\u0085b")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("//")]
    public void Hostile_paths_are_refused(string path)
    {
        Assert.Throws<CgroupException>(() => Cgroup.Create(CgroupLayout.Detect(), path, CgroupPlan.Empty));
        Assert.Throws<CgroupException>(() => Cgroup.TryOpen(CgroupLayout.Detect(), path));
    }

    [Theory]
    [InlineData("/caisson/one", "caisson/one")]
    [InlineData("caisson/one/", "caisson/one")]
    [InlineData("/system.slice:caisson:one", "system.slice:caisson:one")]
    [InlineData("/...", "...")]
    public void Ordinary_paths_lose_their_outer_slashes(string path, string normal) => Assert.Equal(normal, CgroupPath.Normalize(path));

    [Fact]
    public void Endless_paths_are_refused()
    {
        Assert.Throws<CgroupException>(() => CgroupPath.Normalize("/" + new string('a', 256)));
        Assert.Throws<CgroupException>(() => CgroupPath.Normalize(string.Concat(Enumerable.Repeat("/a", 100_000))));
    }

    [Fact]
    public void A_refusal_is_one_printable_line()
    {
        CgroupException error = Assert.Throws<CgroupException>(() => CgroupPath.Normalize("/a\n\u001b[31mb"));
        Assert.Equal("cgroup path '/a\\x0a\\x1b[31mb': it contains a control character", error.Message);
    }
}
