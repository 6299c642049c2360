namespace Caisson.Networks;

/// <summary>What replaces parts of <c>/etc/resolv.conf</c> (resolv.conf(5)); empty takes the host's.</summary>
public sealed record DnsOptions
{
    /// <summary>The host's settings.</summary>
    public static DnsOptions Default { get; } = new();

    /// <summary>Addresses of name servers.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Search domains; <c>.</c> alone means none.</summary>
    public IReadOnlyList<string> Search { get; init; } = [];

    /// <summary>Options as <c>ndots:2</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
