using System.Text;
using Caisson.Networks;

namespace Caisson.Compilation;

/// <summary>The content of <c>/etc/hosts</c> (hosts(5)).</summary>
internal static class HostsFile
{
    /// <summary>Makes the text: localhost for both protocols, IPv6's multicast names, the container's own name, then the user's lines.</summary>
    /// <param name="addresses">The container's addresses; empty without a network, when its name is left out as in Docker.</param>
    /// <param name="hostname">The container's host name.</param>
    /// <param name="domainname">The domain name, if there is one: the full name then stands before the short one.</param>
    /// <param name="extraHosts">The user's lines.</param>
    /// <param name="gateway">What <see cref="ExtraHost.HostGateway"/> means; null when the host cannot be reached.</param>
    /// <exception cref="UsageException">A line needs the host's address and there is none.</exception>
    public static string Text(
        IReadOnlyList<string> addresses, string hostname, string? domainname, IReadOnlyList<ExtraHost> extraHosts, string? gateway)
    {
        var text = new StringBuilder(
            "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\n" +
            "ff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n");
        string names = domainname is null ? hostname : $"{hostname}.{domainname} {hostname}";
        foreach (string address in addresses)
            text.Append(address).Append('\t').Append(names).Append('\n');
        foreach (ExtraHost host in extraHosts)
        {
            string address = host.Address is not ExtraHost.HostGateway
                ? host.Address
                : gateway ?? throw new UsageException($"--add-host {host.Name}:{ExtraHost.HostGateway} needs a network on which the host can be reached");
            text.Append(address).Append('\t').Append(host.Name).Append('\n');
        }

        return text.ToString();
    }
}
