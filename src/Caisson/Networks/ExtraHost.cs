namespace Caisson.Networks;

/// <summary>A line of <c>/etc/hosts</c> (<c>--add-host</c>).</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Address">An IPv4 or IPv6 address without brackets, or <c>host-gateway</c>.</param>
public sealed record ExtraHost(string Name, string Address);
