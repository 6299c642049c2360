using Caisson.Oci.Runtime;

namespace Caisson.Namespaces;

/// <summary>The words of <c>--network --pid --ipc --uts --cgroupns --userns</c>.</summary>
public static class NamespaceSyntax
{
    private const string ContainerPrefix = "container:";

    /// <summary>Parses <c>none</c>, <c>host</c> or <c>container:NAME</c>.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static NamespaceMode ParseNetwork(string text) => text switch
    {
        "none" => NamespaceMode.None,
        "host" => NamespaceMode.Host,
        _ => Container(text) ?? throw Invalid("network", text, "none, host and container:NAME"),
    };

    /// <summary>Parses <c>private</c>, <c>host</c> or <c>container:NAME</c>; an empty text is private.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static NamespaceMode ParsePid(string text) => text switch
    {
        "" or "private" => NamespaceMode.Private,
        "host" => NamespaceMode.Host,
        _ => Container(text) ?? throw Invalid("pid mode", text, "private, host and container:NAME"),
    };

    /// <summary>Parses <c>private</c>, <c>none</c>, <c>shareable</c>, <c>host</c> or <c>container:NAME</c>; an empty text is private.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static NamespaceMode ParseIpc(string text) => text switch
    {
        "" or "private" => NamespaceMode.Private,
        "none" => NamespaceMode.None,
        "shareable" => NamespaceMode.Shareable,
        "host" => NamespaceMode.Host,
        _ => Container(text) ?? throw Invalid("ipc mode", text, "private, none, shareable, host and container:NAME"),
    };

    /// <summary>Parses <c>private</c> or <c>host</c>; an empty text is private.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static NamespaceMode ParseUts(string text) => PrivateOrHost("uts mode", text);

    /// <summary>Parses <c>private</c> or <c>host</c>; an empty text is private.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static NamespaceMode ParseCgroup(string text) => PrivateOrHost("cgroup namespace mode", text);

    /// <summary>Parses <c>host</c>, <c>private</c> or a map (<see cref="IdMapSyntax"/>); an empty text is host.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static UserNamespace ParseUser(string text)
    {
        switch (text)
        {
            case "" or "host":
                return UserNamespace.Host;
            case "private":
                return UserNamespace.Private;
        }

        if (!text.Contains(':') || text.StartsWith(ContainerPrefix, StringComparison.Ordinal))
            throw Invalid("user namespace", text, "host, private and a map as 0:100000:65536");
        (IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids) = IdMapSyntax.Parse(text);
        return new UserNamespace { IsPrivate = true, Uids = uids, Gids = gids };
    }

    private static NamespaceMode PrivateOrHost(string what, string text) => text switch
    {
        "" or "private" => NamespaceMode.Private,
        "host" => NamespaceMode.Host,
        _ => throw Invalid(what, text, "private and host"),
    };

    private static NamespaceMode? Container(string text) => text.StartsWith(ContainerPrefix, StringComparison.Ordinal)
        ? NamespaceMode.OfContainer(ResourceName.Parse("container", text[ContainerPrefix.Length..]))
        : null;

    private static UsageException Invalid(string what, string text, string allowed) =>
        new($"invalid {what} {Quoted.Text(text)}: allowed are {allowed}");
}
