namespace Caisson.Namespaces;

/// <summary>Where a container's namespace comes from.</summary>
public enum NamespaceSharing
{
    /// <summary>A new one.</summary>
    Private,

    /// <summary>The host's.</summary>
    Host,

    /// <summary>Another container's.</summary>
    Container,

    /// <summary>A new one without content: a network namespace with nothing but lo, or an IPC namespace without <c>/dev/shm</c>.</summary>
    None,

    /// <summary>A new one that others may join (IPC).</summary>
    Shareable,
}
