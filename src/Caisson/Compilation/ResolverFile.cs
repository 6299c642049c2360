using System.Net;
using System.Text;
using Caisson.Networks;

namespace Caisson.Compilation;

/// <summary>The content of <c>/etc/resolv.conf</c> (resolv.conf(5)): the host's, with what the user replaced.</summary>
internal static class ResolverFile
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// Makes the text. Name servers of the host on its loopback cannot be reached from another network namespace and are left out there;
    /// IPv6 link-local ones with a zone too.
    /// </summary>
    /// <param name="host">The text of the host's file; empty when there is none.</param>
    /// <param name="options">What replaces servers, search and options; each empty list keeps the host's.</param>
    /// <param name="isHostNetwork">Whether the container shares the host's network namespace.</param>
    public static string Text(string host, DnsOptions options, bool isHostNetwork)
    {
        var servers = new List<string>();
        var search = new List<string>();
        var words = new List<string>();
        Read(host, isHostNetwork, servers, search, words);

        var text = new StringBuilder();
        foreach (string server in options.Servers.Count > 0 ? options.Servers : servers)
            text.Append("nameserver ").Append(server).Append('\n');
        Append(text, "search", options.Search is ["."] ? [] : options.Search.Count > 0 ? options.Search : search);
        Append(text, "options", options.Options.Count > 0 ? options.Options : words);
        return text.ToString();
    }

    private static void Read(string host, bool isHostNetwork, List<string> servers, List<string> search, List<string> words)
    {
        ReadOnlySpan<char> text = host;
        foreach (Range range in text.Split('\n'))
        {
            ReadOnlySpan<char> line = text[range].Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
                continue;
            string[] parts = line.ToString().Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            switch (parts[0])
            {
                case "nameserver" when parts.Length > 1 && (isHostNetwork || IsReachable(parts[1])):
                    servers.Add(parts[1]);
                    break;
                case "search" or "domain":
                    search.Clear();
                    search.AddRange(parts.AsSpan(1));
                    break;
                case "options":
                    words.AddRange(parts.AsSpan(1));
                    break;
            }
        }
    }

    private static bool IsReachable(string server) =>
        !server.Contains('%') && IPAddress.TryParse(server, out IPAddress? address) && !IPAddress.IsLoopback(address);

    private static void Append(StringBuilder text, string keyword, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            text.Append(keyword).Append(' ').AppendJoin(' ', values).Append('\n');
    }
}
