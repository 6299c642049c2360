using Caisson.Linux.Programs;

namespace Caisson.Runtime.Namespaces;

/// <summary>The runtime-spec's words for namespaces and the kernel's.</summary>
public static class NamespaceKinds
{
    /// <summary>The clone flag of a kind; null for an unknown word.</summary>
    public static CloneFlags? Flag(string type) => type switch
    {
        "pid" => CloneFlags.CLONE_NEWPID,
        "network" => CloneFlags.CLONE_NEWNET,
        "mount" => CloneFlags.CLONE_NEWNS,
        "ipc" => CloneFlags.CLONE_NEWIPC,
        "uts" => CloneFlags.CLONE_NEWUTS,
        "user" => CloneFlags.CLONE_NEWUSER,
        "cgroup" => CloneFlags.CLONE_NEWCGROUP,
        "time" => CloneFlags.CLONE_NEWTIME,
        _ => null,
    };

    /// <summary>The name of a kind's file under /proc/PID/ns.</summary>
    public static string FileName(string type) => type switch
    {
        "network" => "net",
        "mount" => "mnt",
        _ => type,
    };
}
