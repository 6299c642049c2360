using System.Globalization;

namespace Caisson.Oci.Images;

/// <summary>The productions of an image name (distribution-spec, "Pulling manifests": name and reference).</summary>
internal static class ImageReferenceGrammar
{
    /// <summary>A DNS name, an IPv4 address or an IPv6 address in brackets, and optionally a port.</summary>
    internal static bool IsDomain(ReadOnlySpan<char> domain)
    {
        int hostEnd = domain.StartsWith("[") ? domain.IndexOf(']') + 1 : domain.IndexOf(':');
        ReadOnlySpan<char> host = hostEnd < 0 ? domain : domain[..hostEnd];
        ReadOnlySpan<char> port = domain[host.Length..];
        if (!port.IsEmpty
            && (port[0] != ':' || !ushort.TryParse(port[1..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0))
        {
            return false;
        }

        if (host.StartsWith("["))
        {
            ReadOnlySpan<char> address = host[1..^1];
            return !address.Contains('%') && System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? ip)
                && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        }

        while (true)
        {
            int dot = host.IndexOf('.');
            if (!IsLabel(dot < 0 ? host : host[..dot]))
            {
                return false;
            }

            if (dot < 0)
            {
                return true;
            }

            host = host[(dot + 1)..];
        }
    }

    /// <summary>Components of lower-case letters and digits, joined inside by <c>.</c>, <c>_</c>, <c>__</c> or any number of dashes.</summary>
    internal static bool IsPath(ReadOnlySpan<char> path)
    {
        while (true)
        {
            int slash = path.IndexOf('/');
            if (!IsComponent(slash < 0 ? path : path[..slash]))
            {
                return false;
            }

            if (slash < 0)
            {
                return true;
            }

            path = path[(slash + 1)..];
        }
    }

    /// <summary>Word characters, then also dots and dashes.</summary>
    internal static bool IsTag(ReadOnlySpan<char> tag, int maxLength)
    {
        if (tag.IsEmpty || tag.Length > maxLength || tag[0] is '.' or '-')
        {
            return false;
        }

        foreach (char c in tag)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return !label.IsEmpty && label[0] != '-' && label[^1] != '-';
    }

    private static bool IsComponent(ReadOnlySpan<char> component)
    {
        if (component.IsEmpty || !IsAlphanumeric(component[0]) || !IsAlphanumeric(component[^1]))
        {
            return false;
        }

        for (int i = 0; i < component.Length; i++)
        {
            char c = component[i];
            bool allowed = IsAlphanumeric(c) || c switch
            {
                '-' => component[i - 1] is not ('.' or '_'),
                '.' => IsAlphanumeric(component[i - 1]),
                '_' => IsAlphanumeric(component[i - 1]) || (component[i - 1] == '_' && IsAlphanumeric(component[i - 2])),
                _ => false,
            };
            if (!allowed)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAlphanumeric(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
