namespace Caisson.Networks;

/// <summary>A line of <c>/etc/hosts</c>, on the command line <c>NAME:ADDRESS</c> or <c>NAME=ADDRESS</c>.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Address">An IPv4 or IPv6 address without brackets, or <c>host-gateway</c>.</param>
public sealed record ExtraHost(string Name, string Address)
{
    /// <summary>The word for the address at which the host can be reached.</summary>
    public const string HostGateway = "host-gateway";

    /// <summary>Parses <c>NAME:ADDRESS</c> or <c>NAME=ADDRESS</c>; an IPv6 address may stand in brackets.</summary>
    /// <exception cref="UsageException">It has another form.</exception>
    public static ExtraHost Parse(string text)
    {
        int separator = text.IndexOf('=');
        if (separator < 0)
            separator = text.IndexOf(':');
        if (separator <= 0)
            throw Invalid(text, "allowed is NAME:ADDRESS, as db:10.0.0.2 or db=::1");
        string name = text[..separator];
        foreach (char c in name)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c == '#')
                throw Invalid(text, "the name has a character that /etc/hosts cannot hold");
        }

        ReadOnlySpan<char> address = text.AsSpan(separator + 1);
        if (address is HostGateway)
            return new ExtraHost(name, HostGateway);
        if (address is ['[', .., ']'])
            address = address[1..^1];
        return HostAddress.TryParse(address) is { } parsed
            ? new ExtraHost(name, parsed.ToString())
            : throw Invalid(text, "the address is neither IPv4, IPv6 nor host-gateway");
    }

    private static UsageException Invalid(string text, string why) => new($"invalid host {Quoted.Text(text)}: {why}");
}
