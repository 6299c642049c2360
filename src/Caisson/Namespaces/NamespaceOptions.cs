namespace Caisson.Namespaces;

/// <summary>What a container shares with the host or another container. The mount namespace is always new.</summary>
public sealed record NamespaceOptions
{
    /// <summary>Everything new, but the host's user namespace.</summary>
    public static NamespaceOptions Default { get; } = new();

    /// <summary>None (the default), host or a container's.</summary>
    public NamespaceMode Network { get; init; } = NamespaceMode.None;

    /// <summary>Private (the default), host or a container's.</summary>
    public NamespaceMode Pid { get; init; } = NamespaceMode.Private;

    /// <summary>Private (the default), none, shareable, host or a container's.</summary>
    public NamespaceMode Ipc { get; init; } = NamespaceMode.Private;

    /// <summary>Private (the default) or host.</summary>
    public NamespaceMode Uts { get; init; } = NamespaceMode.Private;

    /// <summary>Private (the default) or host.</summary>
    public NamespaceMode Cgroup { get; init; } = NamespaceMode.Private;

    /// <summary>The host's (the default) or a new one.</summary>
    public UserNamespace User { get; init; } = UserNamespace.Host;
}
