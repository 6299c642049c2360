using System.Net;

namespace Caisson.Networks;

/// <summary>
/// The grammar of <c>-p</c>: <c>[[ADDRESS:][HOST]:]CONTAINER[/tcp|udp]</c>, where HOST and CONTAINER are ports or ranges of the same length as
/// <c>8000-8009</c>, and an IPv6 address stands in brackets. Without a host port, or with 0, a free one is picked.
/// </summary>
public static class PortSyntax
{
    /// <summary>Parses one value into one mapping for each port of the ranges.</summary>
    /// <exception cref="UsageException">It has another form.</exception>
    public static IReadOnlyList<PortMapping> Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        PortProtocol protocol = TakeProtocol(ref rest, text);
        int colon = rest.LastIndexOf(':');
        (ushort container, ushort last) = Range(rest[(colon + 1)..], text);
        if (container == 0)
            throw Invalid(text, "the container's port is 1 to 65535");
        rest = colon < 0 ? default : rest[..colon];
        (ushort First, ushort Last)? host = TakeHost(ref rest, text);
        IPAddress? address = Address(rest, text);
        if (colon == 0)
            throw Invalid(text, "the host's part is empty");

        int count = last - container + 1;
        bool isPicked = host is null or (0, 0);
        if (!isPicked && (host!.Value.First == 0 || host.Value.Last - host.Value.First + 1 != count))
            throw Invalid(text, "the ranges of host and container differ in length");
        var mappings = new PortMapping[count];
        for (int i = 0; i < count; i++)
        {
            mappings[i] = new PortMapping
            {
                HostAddress = address,
                HostPort = isPicked ? (ushort)0 : (ushort)(host!.Value.First + i),
                ContainerPort = (ushort)(container + i),
                Protocol = protocol,
            };
        }

        return mappings;
    }

    private static PortProtocol TakeProtocol(ref ReadOnlySpan<char> rest, string text)
    {
        int slash = rest.LastIndexOf('/');
        if (slash < 0)
            return PortProtocol.Tcp;
        ReadOnlySpan<char> word = rest[(slash + 1)..];
        rest = rest[..slash];
        if (word.Equals("tcp", StringComparison.OrdinalIgnoreCase))
            return PortProtocol.Tcp;
        if (word.Equals("udp", StringComparison.OrdinalIgnoreCase))
            return PortProtocol.Udp;
        throw Invalid(text, $"the protocol {Quoted.Text(word)} is neither tcp nor udp");
    }

    // What is left of the container's port: "HOST", "ADDRESS:HOST" or "ADDRESS:"; the address is left in rest.
    private static (ushort First, ushort Last)? TakeHost(ref ReadOnlySpan<char> rest, string text)
    {
        if (rest is ['[', .., ']'])
            throw Invalid(text, "an address needs a host port or an empty one, as [::1]::80");
        int colon = rest.LastIndexOf(':');
        ReadOnlySpan<char> port = rest[(colon + 1)..];
        if (colon == 0)
            throw Invalid(text, "the address is empty");
        rest = colon < 0 ? default : rest[..colon];
        return port.IsEmpty ? null : Range(port, text);
    }

    private static IPAddress? Address(ReadOnlySpan<char> address, string text)
    {
        if (address.IsEmpty)
            return null;
        if (address is ['[', .., ']'])
        {
            return address.Contains(':') && HostAddress.TryParse(address[1..^1]) is { } bracketed
                ? bracketed
                : throw Invalid(text, "the address in brackets is not IPv6");
        }

        if (address.Contains(':'))
            throw Invalid(text, "an IPv6 address stands in brackets, as [::1]:8080:80");
        return HostAddress.TryParse(address) ?? throw Invalid(text, $"the address {Quoted.Text(address)} is not IPv4");
    }

    private static (ushort First, ushort Last) Range(ReadOnlySpan<char> range, string text)
    {
        int dash = range.IndexOf('-');
        uint last = 0;
        if (!Digits.TryParse(dash < 0 ? range : range[..dash], ushort.MaxValue, out uint first) ||
            (dash >= 0 && (!Digits.TryParse(range[(dash + 1)..], ushort.MaxValue, out last) || last < first)))
        {
            throw Invalid(text, $"{Quoted.Text(range)} is neither a port nor an ascending range");
        }

        return ((ushort)first, dash < 0 ? (ushort)first : (ushort)last);
    }

    private static UsageException Invalid(string text, string why) =>
        new($"invalid port {Quoted.Text(text)}: {why}; allowed is [[ADDRESS:][HOST]:]CONTAINER[/tcp|udp]");
}
