using Caisson.Namespaces;
using Caisson.Oci.Runtime;

namespace Caisson.Compilation;

/// <summary>Which namespaces are made, joined or shared with the host.</summary>
internal static class NamespaceRules
{
    /// <summary>The list for the configuration; a kind that is not listed is the host's.</summary>
    internal static IReadOnlyList<NamespaceSpec> Of(NamespaceOptions options, IReadOnlyDictionary<string, string> paths)
    {
        var namespaces = new List<NamespaceSpec>(7);
        if (options.User.IsPrivate)
            namespaces.Add(new NamespaceSpec("user"));
        else if (JoinedUserNamespace(options, paths) is { } path)
            namespaces.Add(new NamespaceSpec("user", path));
        namespaces.Add(new NamespaceSpec("mount"));
        Add(namespaces, "network", options.Network, paths);
        Add(namespaces, "uts", options.Uts, paths);
        Add(namespaces, "pid", options.Pid, paths);
        Add(namespaces, "ipc", options.Ipc, paths);
        Add(namespaces, "cgroup", options.Cgroup, paths);
        return namespaces;
    }

    /// <summary>Whether a mode makes a new namespace.</summary>
    internal static bool IsNew(NamespaceMode mode) => mode.Sharing is not (NamespaceSharing.Host or NamespaceSharing.Container);

    /// <summary>The ranges of a new user namespace; empty without one.</summary>
    /// <exception cref="UsageException">The engine has no ranges to give.</exception>
    internal static (IReadOnlyList<IdMapping> Uids, IReadOnlyList<IdMapping> Gids) Maps(UserNamespace user, HostFacts host)
    {
        if (!user.IsPrivate)
            return ([], []);
        if (user.Uids.Count > 0)
            return (user.Uids, user.Gids);
        return host.PrivateUids.Count > 0 && host.PrivateGids.Count > 0
            ? (host.PrivateUids, host.PrivateGids)
            : throw new UsageException("--userns private needs ranges in /etc/subuid and /etc/subgid, or give a map as --userns 0:100000:65536");
    }

    /// <summary>Whether an id exists in a container with these ranges; no ranges are the host's ids.</summary>
    internal static bool IsMapped(IReadOnlyList<IdMapping> ranges, uint id)
    {
        foreach (IdMapping range in ranges)
        {
            if (id >= range.ContainerId && id - range.ContainerId < range.Size)
                return true;
        }

        return ranges.Count == 0;
    }

    // A namespace belongs to a user namespace: who joins it needs its owner's to have any rights in it (user_namespaces(7)).
    private static string? JoinedUserNamespace(NamespaceOptions options, IReadOnlyDictionary<string, string> paths) =>
        IsOfContainer(options.Network) || IsOfContainer(options.Pid) || IsOfContainer(options.Ipc) ? paths.GetValueOrDefault("user") : null;

    private static bool IsOfContainer(NamespaceMode mode) => mode.Sharing == NamespaceSharing.Container;

    private static void Add(List<NamespaceSpec> namespaces, string type, NamespaceMode mode, IReadOnlyDictionary<string, string> paths)
    {
        if (IsNew(mode))
            namespaces.Add(new NamespaceSpec(type));
        else if (IsOfContainer(mode))
            namespaces.Add(new NamespaceSpec(type, paths.GetValueOrDefault(type) ??
                throw new ArgumentException($"the {type} namespace of {mode} is missing", nameof(paths))));
    }
}
