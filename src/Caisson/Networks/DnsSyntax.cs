namespace Caisson.Networks;

/// <summary>The values of <c>--dns</c>, <c>--dns-search</c> and <c>--dns-option</c>, which become words of <c>/etc/resolv.conf</c>.</summary>
public static class DnsSyntax
{
    /// <summary>Parses a name server's address.</summary>
    /// <exception cref="UsageException">It is not an address.</exception>
    public static string ParseServer(string text) => HostAddress.TryParse(text)?.ToString() ??
        throw new UsageException($"invalid name server {Quoted.Text(text)}: allowed is an IPv4 or IPv6 address");

    /// <summary>Parses a search domain; <c>.</c> alone means no search.</summary>
    /// <exception cref="UsageException">It is not a domain.</exception>
    public static string ParseSearch(string text)
    {
        string domain = text.Trim();
        if (domain is ".")
            return domain;
        domain = domain.Trim('.');
        bool isValid = domain.Length is > 0 and <= 253;
        foreach (char c in domain)
            isValid &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
        return isValid
            ? domain
            : throw new UsageException($"invalid search domain {Quoted.Text(text)}: allowed are names of letters, digits, '-', '_' and dots, or '.' for none");
    }

    /// <summary>Parses an option, one word as <c>ndots:2</c>.</summary>
    /// <exception cref="UsageException">It is not one word.</exception>
    public static string ParseOption(string text)
    {
        bool isValid = text.Length is > 0 and <= 253;
        foreach (char c in text)
            isValid &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';
        return isValid ? text : throw new UsageException($"invalid dns option {Quoted.Text(text)}: allowed is one word as ndots:2");
    }
}
