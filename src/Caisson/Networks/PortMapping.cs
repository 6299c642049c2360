using System.Net;

namespace Caisson.Networks;

/// <summary>One published port.</summary>
public sealed record PortMapping
{
    /// <summary>The host's address to listen on; null is every address, IPv4 and IPv6.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host's port; 0 picks a free one.</summary>
    public ushort HostPort { get; init; }

    /// <summary>The container's port, 1 to 65535.</summary>
    public required ushort ContainerPort { get; init; }

    /// <summary>TCP or UDP.</summary>
    public PortProtocol Protocol { get; init; }
}
