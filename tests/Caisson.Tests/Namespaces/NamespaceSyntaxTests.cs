using Caisson.Namespaces;
using Caisson.Oci.Runtime;

namespace Caisson.Tests.Namespaces;

public class NamespaceSyntaxTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("host")]
    [InlineData("container:web")]
    public void A_network_is_none_the_hosts_or_a_containers(string text) => Assert.Equal(text, NamespaceSyntax.ParseNetwork(text).ToString());

    [Theory]
    [InlineData("private")]
    [InlineData("none")]
    [InlineData("shareable")]
    [InlineData("host")]
    [InlineData("container:web")]
    public void An_ipc_mode_has_five_forms(string text) => Assert.Equal(text, NamespaceSyntax.ParseIpc(text).ToString());

    [Fact]
    public void An_empty_mode_is_the_default()
    {
        Assert.Equal(NamespaceMode.Private, NamespaceSyntax.ParsePid(""));
        Assert.Equal(NamespaceMode.Private, NamespaceSyntax.ParseIpc(""));
        Assert.Equal(NamespaceMode.Private, NamespaceSyntax.ParseUts(""));
        Assert.Equal(NamespaceMode.Private, NamespaceSyntax.ParseCgroup(""));
        Assert.Equal(UserNamespace.Host, NamespaceSyntax.ParseUser(""));
    }

    [Fact]
    public void Other_modes_are_refused_with_those_that_exist()
    {
        Assert.Equal("invalid network \"bridge\": allowed are none, host and container:NAME", Refusal.Of(() => NamespaceSyntax.ParseNetwork("bridge")));
        Assert.Equal("invalid network \"\": allowed are none, host and container:NAME", Refusal.Of(() => NamespaceSyntax.ParseNetwork("")));
        Assert.Equal("invalid pid mode \"none\": allowed are private, host and container:NAME", Refusal.Of(() => NamespaceSyntax.ParsePid("none")));
        Assert.Equal(
            "invalid ipc mode \"Host\": allowed are private, none, shareable, host and container:NAME", Refusal.Of(() => NamespaceSyntax.ParseIpc("Host")));
        Assert.Equal("invalid uts mode \"container:a\": allowed are private and host", Refusal.Of(() => NamespaceSyntax.ParseUts("container:a")));
        Assert.Equal("invalid cgroup namespace mode \"x\": allowed are private and host", Refusal.Of(() => NamespaceSyntax.ParseCgroup("x")));
        Assert.Equal(
            "invalid user namespace \"auto\": allowed are host, private and a map as 0:100000:65536", Refusal.Of(() => NamespaceSyntax.ParseUser("auto")));
        Assert.StartsWith("invalid container name \"\": ", Refusal.Of(() => NamespaceSyntax.ParsePid("container:")));
        Assert.StartsWith("invalid container name \"../x\": ", Refusal.Of(() => NamespaceSyntax.ParseNetwork("container:../x")));
    }

    [Fact]
    public void A_user_namespace_has_a_map()
    {
        UserNamespace both = NamespaceSyntax.ParseUser("0:100000:65536,65536:1000:1");
        Assert.True(both.IsPrivate);
        Assert.Equal([new IdMapping(0, 100000, 65536), new IdMapping(65536, 1000, 1)], both.Uids);
        Assert.Equal(both.Uids, both.Gids);
        UserNamespace apart = NamespaceSyntax.ParseUser("u0:1000:1,g0:100:2;u1:2000:5");
        Assert.Equal([new IdMapping(0, 1000, 1), new IdMapping(1, 2000, 5)], apart.Uids);
        Assert.Equal([new IdMapping(0, 100, 2)], apart.Gids);
    }

    [Theory]
    [InlineData("0:1", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("0:1:2:3", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("a:1:1", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("0:1:1,", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("-1:1:1", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("4294967295:1:1", "allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536")]
    [InlineData("0:1:0", "a range is empty or goes beyond 4294967294")]
    [InlineData("0:1:4294967295", "a range is empty or goes beyond 4294967294")]
    [InlineData("0:100:10,5:200:10", "ranges overlap")]
    [InlineData("0:100:10,10:109:10", "ranges overlap")]
    [InlineData("u0:1:1", "group ids have no range")]
    [InlineData("g0:1:1", "user ids have no range")]
    public void Other_maps_are_refused(string text, string why) =>
        Assert.Equal($"invalid id map \"{text}\": {why}", Refusal.Of(() => IdMapSyntax.Parse(text)));

    [Fact]
    public void A_map_may_reach_the_last_id()
    {
        Assert.Equal([new IdMapping(0, 0, 4294967294 + 1u - 0)], IdMapSyntax.Parse("0:0:4294967295").Uids);
        Assert.StartsWith("invalid id map", Refusal.Of(() => IdMapSyntax.Parse(string.Join(',', Enumerable.Range(0, 341).Select(i => $"{i}:{i}:1")))));
    }
}
