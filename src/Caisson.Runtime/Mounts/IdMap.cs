using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Namespaces;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>How the owners of files change on the way through a mount (runtime-spec config.md, <c>idmap</c>).</summary>
/// <param name="Uids">Ranges: stored ids of the file system to the host's.</param>
/// <param name="Gids">The same for groups.</param>
/// <param name="Namespaces">Where user namespaces with these maps come from; stays the caller's.</param>
internal sealed record IdMap(IReadOnlyList<IdMapping> Uids, IReadOnlyList<IdMapping> Gids, MappedNamespaces Namespaces)
{
    // What the kernel shows for an id without a mapping (/proc/sys/kernel/overflowuid).
    private const uint Overflow = 65534;

    /// <summary>The host's ids of the root user.</summary>
    internal (uint Uid, uint Gid) Root => (Host(Uids, 0), Host(Gids, 0));

    /// <summary>Maps a mount that is attached nowhere yet, and looks whether the kernel did.</summary>
    /// <param name="mount">The mount.</param>
    /// <param name="recursive">Whether the mounts below it too.</param>
    /// <param name="what">What it is of, for errors.</param>
    /// <exception cref="LinuxException">The file system cannot be mapped.</exception>
    internal void Apply(SafeFileHandle mount, bool recursive, string what)
    {
        FileStatus before = FileCalls.Status(mount, "");
        Errno error = MountCalls.TryMapIds(mount, Namespaces.Get(Uids, Gids), recursive);
        if (error != Errno.None)
        {
            // EINVAL alone tells nobody what to do.
            throw new LinuxException(
                "map ids of", error == Errno.EINVAL ? $"{what}, whose file system or kernel does not support idmapped mounts" : what, error);
        }

        FileStatus after = FileCalls.Status(mount, "");
        if (after.Uid != Host(Uids, before.Uid) || after.Gid != Host(Gids, before.Gid))
        {
            throw new LinuxException("verify mapped ids of", what, Errno.EINVAL);
        }
    }

    private static uint Host(IReadOnlyList<IdMapping> ranges, uint id) => IdMaps.ToHost(ranges, id) ?? Overflow;
}
