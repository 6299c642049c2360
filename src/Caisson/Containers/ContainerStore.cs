using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Containers on disk: a directory for each id, a link for each name (docs/on-disk.md).</summary>
internal sealed class ContainerStore(string root)
{
    private const string CreatingPrefix = ".creating-";
    private const string ClaimLock = ".lock";
    private const uint OnlyOwner = 0x1C0, OnlyOwnerFile = 0x180; // 0700, 0600

    private readonly string _containers = $"{root}/{ContainerFiles.Containers}";
    private readonly string _names = $"{root}/{ContainerFiles.Names}";

    /// <summary>The directory of a container that exists.</summary>
    internal string PathOf(string id) => $"{_containers}/{id}";

    /// <summary>The ids of all containers. Sweeps what killed commands left.</summary>
    internal IReadOnlyList<string> Ids()
    {
        using SafeFileHandle containers = OpenDirectory(_containers);
        var ids = new List<string>();
        foreach (string name in DirectoryListing.Read(containers, _containers))
        {
            if (!name.StartsWith('.'))
            {
                ids.Add(name);
            }
            else if (!IsBeingMade(containers, name))
            {
                FileTree.Delete(containers, name);
            }
        }

        return ids;
    }

    /// <summary>The id that a name, an id or the beginning of an id means; null when it means none.</summary>
    /// <exception cref="EngineException">The beginning fits several.</exception>
    internal string? Find(string nameOrId)
    {
        if (!ResourceName.IsValid(nameOrId))
        {
            return null;
        }

        using SafeFileHandle names = OpenDirectory(_names);
        if (FileCalls.TryReadLink(names, nameOrId, out string? id) == Errno.None && Exists(id!))
        {
            return id;
        }

        string[] matches = [.. Ids().Where(i => i.StartsWith(nameOrId, StringComparison.Ordinal))];
        return matches.Length switch
        {
            0 => null,
            1 => matches[0],
            _ => throw new EngineException($"{Quoted.Text(nameOrId)} is the beginning of {matches.Length} container ids; give more of it"),
        };
    }

    /// <summary>Makes the directory of a new container, under another name until <see cref="Publish"/>.</summary>
    /// <returns>The directory, and a lock that tells others that it is being made.</returns>
    internal (string Path, SafeFileHandle Lock) Begin(string id)
    {
        string path = $"{_containers}/{CreatingPrefix}{id}";
        FileCalls.MakeDirectory(null, path, OnlyOwner);
        SafeFileHandle held = FileCalls.Open(null, $"{path}/{ContainerFiles.MonitorLock}", OpenFlags.O_RDWR | OpenFlags.O_CREAT, OnlyOwnerFile);
        FileCalls.Lock(held, path);
        return (path, held);
    }

    /// <summary>Gives a name to an id.</summary>
    /// <exception cref="EngineException">Another container has it.</exception>
    internal void ClaimName(string name, string id)
    {
        using SafeFileHandle names = OpenDirectory(_names);
        using SafeFileHandle claims = FileCalls.Open(names, ClaimLock, OpenFlags.O_RDWR | OpenFlags.O_CREAT, OnlyOwnerFile);
        FileCalls.Lock(claims, _names);
        if (FileCalls.TryReadLink(names, name, out string? owner) == Errno.None)
        {
            if (Exists(owner!) || IsBeingMade(owner!))
            {
                throw new EngineException(
                    $"the name {Quoted.Text(name)} is in use by container {owner![..Math.Min(12, owner!.Length)]}; remove it or choose another name");
            }

            // The link of a container that was never finished, or whose removal was.
            _ = FileCalls.TryUnlink(names, name);
        }

        Errno error = FileCalls.TrySymlink(id, names, name);
        if (error != Errno.None)
        {
            throw new LinuxException("claim name", name, error);
        }
    }

    /// <summary>Makes a finished container visible.</summary>
    internal void Publish(string id) => FileCalls.Rename(null, $"{_containers}/{CreatingPrefix}{id}", null, PathOf(id));

    /// <summary>The name that leads to an id; null when none does.</summary>
    internal string? NameOf(string id)
    {
        using SafeFileHandle names = OpenDirectory(_names);
        return DirectoryListing.Read(names, _names)
            .FirstOrDefault(name => FileCalls.TryReadLink(names, name, out string? target) == Errno.None && target == id);
    }

    /// <summary>Takes the lock that a container's monitor holds, so that none starts it; null when one is at it.</summary>
    internal SafeFileHandle? TryHold(string id)
    {
        SafeFileHandle held = FileCalls.Open(null, $"{PathOf(id)}/{ContainerFiles.MonitorLock}", OpenFlags.O_RDWR | OpenFlags.O_CREAT, OnlyOwnerFile);
        if (FileCalls.TryLock(held) == Errno.None)
        {
            return held;
        }

        held.Dispose();
        return null;
    }

    /// <summary>Undoes <see cref="Begin"/> and <see cref="ClaimName"/>.</summary>
    internal void Abandon(string id, string name)
    {
        using SafeFileHandle names = OpenDirectory(_names);
        if (FileCalls.TryReadLink(names, name, out string? owner) == Errno.None && owner == id)
        {
            _ = FileCalls.TryUnlink(names, name);
        }

        using SafeFileHandle containers = OpenDirectory(_containers);
        FileTree.Delete(containers, CreatingPrefix + id);
    }

    private bool Exists(string id) => ResourceName.IsValid(id) && FileCalls.TryStatus(null, PathOf(id), out _) == Errno.None;

    private bool IsBeingMade(string id)
    {
        using SafeFileHandle containers = OpenDirectory(_containers);
        return ResourceName.IsValid(id) && IsBeingMade(containers, CreatingPrefix + id);
    }

    // A directory that is being removed is anybody's to finish; one that is being made belongs to whoever holds its lock.
    private static bool IsBeingMade(SafeFileHandle containers, string directory)
    {
        if (!directory.StartsWith(CreatingPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        Errno error = FileCalls.TryOpen(containers, $"{directory}/{ContainerFiles.MonitorLock}", OpenFlags.O_RDWR, out SafeFileHandle? held);
        using (held)
        {
            return error == Errno.None && FileCalls.TryLock(held!) != Errno.None;
        }
    }

    private static SafeFileHandle OpenDirectory(string path) => FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
}
