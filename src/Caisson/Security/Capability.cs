using Caisson.Linux.Capabilities;

namespace Caisson.Security;

/// <summary>Capabilities as users name them (capabilities(7)).</summary>
public static class Capability
{
    /// <summary>The word for all of them.</summary>
    public const string All = "ALL";

    /// <summary>Parses a name with or without <c>CAP_</c> in either case, or <c>ALL</c>, into the kernel's spelling.</summary>
    /// <exception cref="UsageException">There is no such capability.</exception>
    public static string Parse(string text)
    {
        if (text.Equals(All, StringComparison.OrdinalIgnoreCase))
            return All;
        return CapabilityNames.TryParse(text, out Linux.Capabilities.Capability capability)
            ? CapabilityNames.NameOf((int)capability)!
            : throw new UsageException($"unknown capability {Quoted.Text(text)}: allowed are the names of capabilities(7), as NET_ADMIN, and ALL");
    }
}
