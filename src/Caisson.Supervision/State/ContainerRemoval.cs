using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.State;

/// <summary>
/// Takes a container off the disk. The rename comes first and decides: before it the container is whole, after it there is none, and what a
/// kill leaves under the other name is swept by the next command.
/// </summary>
public static class ContainerRemoval
{
    /// <summary>How directories that are being removed begin; no id does.</summary>
    public const string RemovingPrefix = ".removing-";

    /// <summary>Removes a container and frees its name.</summary>
    /// <param name="path">The container's directory, <c>ROOT/containers/ID</c>.</param>
    /// <param name="name">The container's name.</param>
    public static void Remove(string path, string name)
    {
        string id = Path.GetFileName(path);
        string containers = Path.GetDirectoryName(path)!;
        using SafeFileHandle directory = FileCalls.Open(null, containers, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        using SafeFileHandle names = FileCalls.Open(
            null, $"{Path.GetDirectoryName(containers)}/{ContainerFiles.Names}", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        string removing = RemovingPrefix + id;
        FileCalls.Rename(directory, id, directory, removing);
        if (FileCalls.TryReadLink(names, name, out string? target) == Errno.None && target == id)
        {
            _ = FileCalls.TryUnlink(names, name);
        }

        FileTree.Delete(directory, removing);
    }
}
