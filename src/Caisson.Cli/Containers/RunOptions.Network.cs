using Caisson.Cli.Arguments;
using Caisson.Namespaces;
using Caisson.Networks;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private const string NoNetworks = "this version has no networks to connect to; use --network none, host or container:NAME";
    private const string NoResolver = "not available in this version; mount a file over /etc/resolv.conf with -v";

    private static void AddNetwork(OptionTable<RunRequest> table) => table
        .Group("Network")
        .List("network", null, "MODE", "none, host or container:NAME (none)", SetNetwork)
        .List("net", null, "MODE", "As --network", SetNetwork)
        .Value("hostname", 'h', "NAME", "The host name inside", (r, v) => r.Spec = r.Spec with { Hostname = HostName(v) })
        .Value("domainname", null, "NAME", "The NIS domain name inside", (r, v) => r.Spec = r.Spec with { Domainname = HostName(v) })
        .List("add-host", null, "NAME:ADDRESS", "Add a line to /etc/hosts", (r, v) =>
            r.Spec = r.Spec with { ExtraHosts = [.. r.Spec.ExtraHosts, ExtraHost.Parse(v)] })
        .Refused(OptionKind.List, "publish", 'p', NoNetworks)
        .Refused(OptionKind.Flag, "publish-all", 'P', NoNetworks)
        .Refused(OptionKind.List, "expose", null, NoNetworks)
        .Refused(OptionKind.List, "network-alias", null, NoNetworks)
        .Refused(OptionKind.List, "net-alias", null, NoNetworks)
        .Refused(OptionKind.Value, "ip", null, NoNetworks)
        .Refused(OptionKind.Value, "ip6", null, NoNetworks)
        .Refused(OptionKind.List, "link-local-ip", null, NoNetworks)
        .Refused(OptionKind.Value, "mac-address", null, NoNetworks)
        .Refused(OptionKind.List, "link", null, NoNetworks)
        .Refused(OptionKind.Flag, "nat", null, NoNetworks)
        .Refused(OptionKind.Flag, "no-nat", null, NoNetworks)
        .Refused(OptionKind.Value, "default-subnet", null, NoNetworks)
        .Refused(OptionKind.List, "dns", null, NoResolver)
        .Refused(OptionKind.List, "dns-search", null, NoResolver)
        .Refused(OptionKind.List, "dns-option", null, NoResolver)
        .Refused(OptionKind.List, "dns-opt", null, NoResolver);

    private static void SetNetwork(RunRequest request, string mode)
    {
        if (request.HasNetwork)
        {
            throw new FormatException("several networks are not available in this version");
        }

        request.HasNetwork = true;
        request.Spec = request.Spec with { Namespaces = request.Spec.Namespaces with { Network = NamespaceSyntax.ParseNetwork(mode) } };
    }

    // sethostname(2): at most 64 characters. The name also becomes a word of /etc/hosts.
    private static string HostName(string name)
    {
        const int HOST_NAME_MAX = 64;
        if (name.Length is 0 or > HOST_NAME_MAX || name[0] == '-')
        {
            throw new FormatException($"a name has 1 to {HOST_NAME_MAX} characters and does not start with '-'");
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
            {
                throw new FormatException("a name has letters, digits, '-', '.' and '_' only");
            }
        }

        return name;
    }
}
