using System.Net;
using Caisson.Networks;

namespace Caisson.Tests.Networks;

public class PortSyntaxTests
{
    [Theory]
    [InlineData("80", null, 0, 80, PortProtocol.Tcp)]
    [InlineData("8080:80", null, 8080, 80, PortProtocol.Tcp)]
    [InlineData("8080:80/udp", null, 8080, 80, PortProtocol.Udp)]
    [InlineData("8080:80/TCP", null, 8080, 80, PortProtocol.Tcp)]
    [InlineData("0:80", null, 0, 80, PortProtocol.Tcp)]
    [InlineData("127.0.0.1:8080:80", "127.0.0.1", 8080, 80, PortProtocol.Tcp)]
    [InlineData("127.0.0.1::80", "127.0.0.1", 0, 80, PortProtocol.Tcp)]
    [InlineData("[::1]:8080:80", "::1", 8080, 80, PortProtocol.Tcp)]
    [InlineData("[::]::53/udp", "::", 0, 53, PortProtocol.Udp)]
    public void A_port_has_an_address_ports_and_a_protocol(string text, string? address, int host, int container, PortProtocol protocol)
    {
        PortMapping mapping = Assert.Single(PortSyntax.Parse(text));
        Assert.Equal(
            new PortMapping
            {
                HostAddress = address is null ? null : IPAddress.Parse(address),
                HostPort = (ushort)host,
                ContainerPort = (ushort)container,
                Protocol = protocol,
            },
            mapping);
    }

    [Fact]
    public void Ranges_become_one_mapping_for_each_port()
    {
        Assert.Equal([(8000, 80), (8001, 81)], PortSyntax.Parse("8000-8001:80-81").Select(m => ((int)m.HostPort, (int)m.ContainerPort)));
        Assert.Equal([(0, 80), (0, 81), (0, 82)], PortSyntax.Parse("80-82").Select(m => ((int)m.HostPort, (int)m.ContainerPort)));
        Assert.Equal(65535, PortSyntax.Parse("1-65535:1-65535").Count);
    }

    [Theory]
    [InlineData("", "\"\" is neither a port nor an ascending range")]
    [InlineData("http", "\"http\" is neither a port nor an ascending range")]
    [InlineData("65536", "\"65536\" is neither a port nor an ascending range")]
    [InlineData("81-80", "\"81-80\" is neither a port nor an ascending range")]
    [InlineData("0", "the container's port is 1 to 65535")]
    [InlineData("80:0", "the container's port is 1 to 65535")]
    [InlineData(":80", "the host's part is empty")]
    [InlineData("::80", "the address is empty")]
    [InlineData("80:", "\"\" is neither a port nor an ascending range")]
    [InlineData("80/sctp", "the protocol \"sctp\" is neither tcp nor udp")]
    [InlineData("80/", "the protocol \"\" is neither tcp nor udp")]
    [InlineData("8000-8002:80-81", "the ranges of host and container differ in length")]
    [InlineData("8000-8001:80", "the ranges of host and container differ in length")]
    [InlineData("0-1:80-81", "the ranges of host and container differ in length")]
    [InlineData("localhost:80:80", "the address \"localhost\" is not IPv4")]
    [InlineData("1:80:80", "the address \"1\" is not IPv4")]
    [InlineData("127.0.0.010:80:80", "the address \"127.0.0.010\" is not IPv4")]
    [InlineData("::1:80:80", "an IPv6 address stands in brackets, as [::1]:8080:80")]
    [InlineData("[::1]:80", "an address needs a host port or an empty one, as [::1]::80")]
    [InlineData("[127.0.0.1]:80:80", "the address in brackets is not IPv6")]
    [InlineData("[fe80::1%eth0]:80:80", "the address in brackets is not IPv6")]
    [InlineData("-1:80", "\"-1\" is neither a port nor an ascending range")]
    public void Other_ports_are_refused(string text, string why) => Assert.Equal(
        $"invalid port \"{text}\": {why}; allowed is [[ADDRESS:][HOST]:]CONTAINER[/tcp|udp]", Refusal.Of(() => PortSyntax.Parse(text)));
}
