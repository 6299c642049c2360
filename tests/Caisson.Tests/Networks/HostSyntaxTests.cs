using Caisson.Networks;

namespace Caisson.Tests.Networks;

public class HostSyntaxTests
{
    [Theory]
    [InlineData("db:10.0.0.2", "db", "10.0.0.2")]
    [InlineData("db=10.0.0.2", "db", "10.0.0.2")]
    [InlineData("db:::1", "db", "::1")]
    [InlineData("db=::1", "db", "::1")]
    [InlineData("db:[2001:DB8::1]", "db", "2001:db8::1")]
    [InlineData("host:host-gateway", "host", "host-gateway")]
    public void A_host_has_a_name_and_an_address(string text, string name, string address) => Assert.Equal(new ExtraHost(name, address), ExtraHost.Parse(text));

    [Theory]
    [InlineData("db", "allowed is NAME:ADDRESS, as db:10.0.0.2 or db=::1")]
    [InlineData(":1.2.3.4", "allowed is NAME:ADDRESS, as db:10.0.0.2 or db=::1")]
    [InlineData("db:", "the address is neither IPv4, IPv6 nor host-gateway")]
    [InlineData("db:1.2.3", "the address is neither IPv4, IPv6 nor host-gateway")]
    [InlineData("db:1.2.3.4 evil", "the address is neither IPv4, IPv6 nor host-gateway")]
    [InlineData("db:fe80::1%eth0", "the address is neither IPv4, IPv6 nor host-gateway")]
    [InlineData("a b:1.2.3.4", "the name has a character that /etc/hosts cannot hold")]
    [InlineData("#a:1.2.3.4", "the name has a character that /etc/hosts cannot hold")]
    public void Other_hosts_are_refused(string text, string why) => Assert.Equal($"invalid host \"{text}\": {why}", Refusal.Of(() => ExtraHost.Parse(text)));

    [Fact]
    public void A_name_cannot_add_a_line() => Refusal.Of(() => ExtraHost.Parse("a\n1.2.3.4 bank:5.6.7.8"));

    [Fact]
    public void Dns_values_are_single_words()
    {
        Assert.Equal("8.8.8.8", DnsSyntax.ParseServer("8.8.8.8"));
        Assert.Equal("example.com", DnsSyntax.ParseSearch(" example.com. "));
        Assert.Equal(".", DnsSyntax.ParseSearch("."));
        Assert.Equal("ndots:2", DnsSyntax.ParseOption("ndots:2"));
        Assert.Equal("invalid name server \"dns\": allowed is an IPv4 or IPv6 address", Refusal.Of(() => DnsSyntax.ParseServer("dns")));
        Refusal.Of(() => DnsSyntax.ParseSearch("a b"));
        Refusal.Of(() => DnsSyntax.ParseSearch(""));
        Refusal.Of(() => DnsSyntax.ParseOption("ndots:2\nnameserver"));
        Refusal.Of(() => DnsSyntax.ParseOption(""));
    }
}
