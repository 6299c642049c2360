namespace Caisson.Compilation;

/// <summary>Files of the host that the engine writes for a container and mounts over the image's (<see cref="HostsFile"/>,
/// <see cref="ResolverFile"/>); null leaves the image's.</summary>
/// <param name="Hosts">Mounted on <c>/etc/hosts</c>.</param>
/// <param name="Hostname">Mounted on <c>/etc/hostname</c>.</param>
/// <param name="ResolvConf">Mounted on <c>/etc/resolv.conf</c>.</param>
internal sealed record ManagedFiles(string? Hosts, string? Hostname, string? ResolvConf)
{
    /// <summary>No file is managed.</summary>
    public static ManagedFiles None { get; } = new(null, null, null);
}
