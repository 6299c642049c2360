using Caisson.Compilation;
using Caisson.Networks;

namespace Caisson.Tests.Compilation;

public class ManagedFileTests
{
    private const string HostsHead =
        "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\n" +
        "ff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n";

    [Fact]
    public void Hosts_has_localhost_the_containers_name_and_the_users_lines()
    {
        Assert.Equal(HostsHead, HostsFile.Text([], "web", null, [], null));
        Assert.Equal(
            HostsHead + "10.0.0.2\tweb.example web\nfd00::2\tweb.example web\n1.2.3.4\tdb\n10.0.0.1\thost\n",
            HostsFile.Text(["10.0.0.2", "fd00::2"], "web", "example", [new("db", "1.2.3.4"), new("host", "host-gateway")], "10.0.0.1"));
        Assert.Equal(
            "--add-host h:host-gateway needs a network on which the host can be reached",
            Refusal.Of(() => HostsFile.Text([], "web", null, [new("h", "host-gateway")], null)));
    }

    private const string HostFile = "# by dhcp\nnameserver 127.0.0.53\nnameserver  8.8.8.8 \nnameserver fe80::1%eth0\nnameserver ::1\n; x\ndomain old\nsearch a.example b.example\noptions edns0 trust-ad\nsortlist 1.2.3.4\nnameserver";

    [Fact]
    public void Resolvers_on_the_hosts_loopback_are_left_out_unless_its_network_is_shared()
    {
        Assert.Equal(
            "nameserver 8.8.8.8\nsearch a.example b.example\noptions edns0 trust-ad\n", ResolverFile.Text(HostFile, DnsOptions.Default, isHostNetwork: false));
        Assert.Equal(
            "nameserver 127.0.0.53\nnameserver 8.8.8.8\nnameserver fe80::1%eth0\nnameserver ::1\nsearch a.example b.example\noptions edns0 trust-ad\n",
            ResolverFile.Text(HostFile, DnsOptions.Default, isHostNetwork: true));
        Assert.Equal("", ResolverFile.Text("", DnsOptions.Default, isHostNetwork: false));
    }

    [Fact]
    public void The_users_values_replace_the_hosts()
    {
        DnsOptions options = new() { Servers = ["127.0.0.1", "1.1.1.1"], Search = ["."], Options = ["ndots:2"] };
        Assert.Equal("nameserver 127.0.0.1\nnameserver 1.1.1.1\noptions ndots:2\n", ResolverFile.Text(HostFile, options, isHostNetwork: false));
        Assert.Equal(
            "nameserver 8.8.8.8\nsearch mine\noptions edns0 trust-ad\n", ResolverFile.Text(HostFile, new DnsOptions { Search = ["mine"] }, isHostNetwork: false));
    }
}
