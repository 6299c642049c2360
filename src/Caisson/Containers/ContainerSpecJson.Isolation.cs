using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Oci.Json;
using Caisson.Security;

namespace Caisson.Containers;

/// <summary>Namespaces, security and networks.</summary>
public static partial class ContainerSpecJson
{
    private static void WriteNamespaces(JsonTextWriter json, NamespaceOptions namespaces)
    {
        json.WriteString("network"u8, namespaces.Network.ToString());
        json.WriteString("pid"u8, namespaces.Pid.ToString());
        json.WriteString("ipc"u8, namespaces.Ipc.ToString());
        json.WriteString("uts"u8, namespaces.Uts.ToString());
        json.WriteString("cgroup"u8, namespaces.Cgroup.ToString());
        json.WriteStartObject("user"u8);
        json.WriteFlag("private"u8, namespaces.User.IsPrivate);
        json.WriteObjects("uids"u8, namespaces.User.Uids, WriteIdRange);
        json.WriteObjects("gids"u8, namespaces.User.Gids, WriteIdRange);
        json.WriteEndObject();
    }

    private static NamespaceOptions ReadNamespaces(JsonValue json) => new()
    {
        Network = Word(json.Get("network"u8), NamespaceSyntax.ParseNetwork),
        Pid = Word(json.Get("pid"u8), NamespaceSyntax.ParsePid),
        Ipc = Word(json.Get("ipc"u8), NamespaceSyntax.ParseIpc),
        Uts = Word(json.Get("uts"u8), NamespaceSyntax.ParseUts),
        Cgroup = Word(json.Get("cgroup"u8), NamespaceSyntax.ParseCgroup),
        User = json.Section("user"u8, ReadUserNamespace) ?? UserNamespace.Host,
    };

    private static UserNamespace ReadUserNamespace(JsonValue json) => new()
    {
        IsPrivate = json.Boolean("private"u8) ?? false,
        Uids = json.List("uids"u8, ReadIdRange),
        Gids = json.List("gids"u8, ReadIdRange),
    };

    private static void WriteSecurity(JsonTextWriter json, SecurityOptions security)
    {
        json.WriteFlag("privileged"u8, security.Privileged);
        json.WriteStrings("capAdd"u8, security.CapAdd);
        json.WriteStrings("capDrop"u8, security.CapDrop);
        json.WriteOptional("seccompProfile"u8, security.SeccompProfile);
        json.WriteOptional("apparmorProfile"u8, security.ApparmorProfile);
        json.WriteStrings("labelOptions"u8, security.LabelOptions);
        json.WriteFlag("noNewPrivileges"u8, security.NoNewPrivileges);
        json.WriteFlag("systemPathsUnconfined"u8, security.SystemPathsUnconfined);
        json.WriteStrings("mask"u8, security.Mask);
        json.WriteStrings("unmask"u8, security.Unmask);
    }

    private static SecurityOptions ReadSecurity(JsonValue json) => new()
    {
        Privileged = json.Boolean("privileged"u8) ?? false,
        CapAdd = json.List("capAdd"u8, static capability => Word(capability, Capability.Parse)),
        CapDrop = json.List("capDrop"u8, static capability => Word(capability, Capability.Parse)),
        SeccompProfile = json.String("seccompProfile"u8),
        ApparmorProfile = json.String("apparmorProfile"u8),
        LabelOptions = json.Strings("labelOptions"u8),
        NoNewPrivileges = json.Boolean("noNewPrivileges"u8) ?? false,
        SystemPathsUnconfined = json.Boolean("systemPathsUnconfined"u8) ?? false,
        Mask = json.Strings("mask"u8),
        Unmask = json.Strings("unmask"u8),
    };

    private static void WriteExtraHost(JsonTextWriter json, ExtraHost host)
    {
        json.WriteString("name"u8, host.Name);
        json.WriteString("address"u8, host.Address);
    }

    private static ExtraHost ReadExtraHost(JsonValue json)
    {
        string name = json.RequiredString("name"u8);
        return Word(json.Get("address"u8), address => ExtraHost.Parse($"{name}={address}"));
    }

    private static void WriteDns(JsonTextWriter json, DnsOptions dns)
    {
        json.WriteStrings("servers"u8, dns.Servers);
        json.WriteStrings("search"u8, dns.Search);
        json.WriteStrings("options"u8, dns.Options);
    }

    private static DnsOptions ReadDns(JsonValue json) => new()
    {
        Servers = json.List("servers"u8, static server => Word(server, DnsSyntax.ParseServer)),
        Search = json.List("search"u8, static domain => Word(domain, DnsSyntax.ParseSearch)),
        Options = json.List("options"u8, static option => Word(option, DnsSyntax.ParseOption)),
    };

    private static void WritePort(JsonTextWriter json, PortMapping port)
    {
        json.WriteOptional("hostAddress"u8, port.HostAddress?.ToString());
        json.WriteNumber("hostPort"u8, (int)port.HostPort);
        json.WriteNumber("containerPort"u8, (int)port.ContainerPort);
        json.WriteString("protocol"u8, port.Protocol == PortProtocol.Udp ? "udp"u8 : "tcp"u8);
    }

    private static PortMapping ReadPort(JsonValue json)
    {
        JsonValue protocol = json.Get("protocol"u8);
        return new PortMapping
        {
            HostAddress = json.Find("hostAddress"u8) is { } address
                ? HostAddress.TryParse(address.AsString()) ?? throw address.Error("expected an IPv4 or IPv6 address")
                : null,
            HostPort = json.Get("hostPort"u8).AsUInt16(),
            ContainerPort = json.Get("containerPort"u8).AsUInt16(),
            Protocol = protocol.AsString() switch
            {
                "tcp" => PortProtocol.Tcp,
                "udp" => PortProtocol.Udp,
                _ => throw protocol.Error("expected tcp or udp"),
            },
        };
    }
}
