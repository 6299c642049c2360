using Caisson.Namespaces;

namespace Caisson.Sysctls;

/// <summary>
/// Kernel parameters of a container (sysctl(8)), on the command line <c>NAME=VALUE</c> with a dotted name. Only those that belong to a
/// namespace are allowed, and only when the container has that namespace for itself: everything else would change the host.
/// </summary>
public static class Sysctl
{
    /// <summary>Parses <c>NAME=VALUE</c>.</summary>
    /// <exception cref="UsageException">It has another form, or no namespace has such a parameter.</exception>
    public static KeyValuePair<string, string> Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0)
            throw new UsageException($"invalid sysctl {Quoted.Text(text)}: allowed is NAME=VALUE, as net.core.somaxconn=1024");
        string name = text[..equals];
        string value = text[(equals + 1)..];
        CheckName(name);
        return value.AsSpan().IndexOfAny('\0', '\n') < 0
            ? KeyValuePair.Create(name, value)
            : throw new UsageException($"invalid sysctl {Quoted.Text(name)}: the value must be one line");
    }

    /// <summary>Refuses a parameter of a namespace that the container shares.</summary>
    /// <exception cref="UsageException">It does not belong to a namespace, or that namespace is not the container's own.</exception>
    public static void Check(string name, NamespaceOptions namespaces)
    {
        CheckName(name);
        if (IsNetwork(name))
            RequireOwn(name, "network", namespaces.Network);
        else
            RequireOwn(name, "ipc", namespaces.Ipc);
    }

    private static void RequireOwn(string name, string kind, NamespaceMode mode)
    {
        if (mode.Sharing is NamespaceSharing.Host or NamespaceSharing.Container)
            throw new UsageException($"sysctl {name} needs a private {kind} namespace, not --{kind} {mode}");
    }

    private static void CheckName(string name)
    {
        foreach (Range part in name.AsSpan().Split('.'))
        {
            if (name.AsSpan(part).IsEmpty)
                throw new UsageException($"invalid sysctl name {Quoted.Text(name)}: a part between dots is empty");
        }

        // A name becomes a path below /proc/sys: with slashes it could leave the directory that the name seems to be in.
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                throw new UsageException($"invalid sysctl name {Quoted.Text(name)}: allowed are letters, digits, '_', '-' and dots");
        }

        if (name is "kernel.hostname" or "kernel.domainname")
            throw new UsageException($"sysctl {name} is set with --{name["kernel.".Length..]}");
        if (!IsNetwork(name) && !IsIpc(name))
            throw new UsageException($"sysctl {name} belongs to no namespace and would change the host");
    }

    private static bool IsNetwork(string name) => name.StartsWith("net.", StringComparison.Ordinal);

    // ipc_namespaces(7).
    private static bool IsIpc(string name) => name.StartsWith("fs.mqueue.", StringComparison.Ordinal) || name is "kernel.msgmax" or "kernel.msgmnb"
        or "kernel.msgmni" or "kernel.sem" or "kernel.shmall" or "kernel.shmmax" or "kernel.shmmni" or "kernel.shm_rmid_forced";
}
