namespace Caisson.Namespaces;

/// <summary>Where one of a container's namespaces comes from.</summary>
public sealed record NamespaceMode
{
    private NamespaceMode(NamespaceSharing sharing, string? container = null)
    {
        Sharing = sharing;
        Container = container;
    }

    /// <summary>A new one.</summary>
    public static NamespaceMode Private { get; } = new(NamespaceSharing.Private);

    /// <summary>The host's.</summary>
    public static NamespaceMode Host { get; } = new(NamespaceSharing.Host);

    /// <summary>A new one without content (network, IPC).</summary>
    public static NamespaceMode None { get; } = new(NamespaceSharing.None);

    /// <summary>A new one that others may join (IPC).</summary>
    public static NamespaceMode Shareable { get; } = new(NamespaceSharing.Shareable);

    /// <summary>Where it comes from.</summary>
    public NamespaceSharing Sharing { get; }

    /// <summary>The other container's name or id, for <see cref="NamespaceSharing.Container"/>.</summary>
    public string? Container { get; }

    /// <summary>The namespace of the container with a name or id.</summary>
    public static NamespaceMode OfContainer(string nameOrId) => new(NamespaceSharing.Container, nameOrId);

    /// <summary>The mode as the command line spells it.</summary>
    public override string ToString() => Sharing switch
    {
        NamespaceSharing.Private => "private",
        NamespaceSharing.Host => "host",
        NamespaceSharing.None => "none",
        NamespaceSharing.Shareable => "shareable",
        _ => "container:" + Container,
    };
}
