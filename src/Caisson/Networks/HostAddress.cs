using System.Net;
using System.Net.Sockets;

namespace Caisson.Networks;

/// <summary>Addresses as people write them: IPv4 as four decimal numbers, IPv6 without a zone.</summary>
internal static class HostAddress
{
    /// <summary>The address, or null. Stricter than the framework, which also reads <c>1</c>, <c>0x7f.1</c> and <c>127.0.0.010</c>.</summary>
    internal static IPAddress? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Contains('%') || !IPAddress.TryParse(text, out IPAddress? address))
            return null;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? (text.Contains('[') ? null : address)
            : (text.Equals(address.ToString(), StringComparison.Ordinal) ? address : null);
    }
}
