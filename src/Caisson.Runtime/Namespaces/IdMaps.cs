using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Oci.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Namespaces;

/// <summary>Maps between the ids of a user namespace and the host's (user_namespaces(7), "User and group ID mappings").</summary>
public static class IdMaps
{
    /// <summary>What an id of the container is on the host; null when it is not mapped. No ranges are no user namespace: the same id.</summary>
    public static uint? ToHost(IReadOnlyList<IdMapping> ranges, uint id)
    {
        foreach (IdMapping range in ranges)
        {
            if (id >= range.ContainerId && id - range.ContainerId < range.Size)
            {
                return range.HostId + (id - range.ContainerId);
            }
        }

        return ranges.Count == 0 ? id : null;
    }

    /// <summary>The lines of uid_map or gid_map.</summary>
    public static string Text(IReadOnlyList<IdMapping> ranges) =>
        string.Concat(ranges.Select(range => $"{range.ContainerId} {range.HostId} {range.Size}\n"));

    /// <summary>Writes the maps of the user namespace that a child of this process is in.</summary>
    /// <exception cref="LinuxException">The kernel does not take them.</exception>
    internal static void Write(int pid, IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        Write(pid, "uid_map", uids);
        Write(pid, "gid_map", gids);
    }

    private static void Write(int pid, string file, IReadOnlyList<IdMapping> ranges)
    {
        using SafeFileHandle map = FileCalls.Open(null, $"/proc/{pid}/{file}", OpenFlags.O_WRONLY);
        Errno error = StreamCalls.TryWriteAll(map, System.Text.Encoding.ASCII.GetBytes(Text(ranges)));
        if (error != Errno.None)
        {
            throw new LinuxException("write", $"{file} ({Text(ranges).TrimEnd('\n').Replace("\n", ", ", StringComparison.Ordinal)})", error);
        }
    }
}
