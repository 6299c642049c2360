using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>Removes whole trees by descriptor: no link is followed, whoever changes the tree meanwhile.</summary>
public static class FileTree
{
    // One descriptor per level is open, and a process may have 1024 by default. What is deeper is moved up to the top and
    // removed in the next round.
    private const int MaxOpenLevels = 200;

    /// <summary>Removes a file, or a directory with everything in it. A name that does not exist is fine.</summary>
    public static void Delete(SafeFileHandle? directory, string name)
    {
        while (!TryRemoveFile(directory, name))
        {
            using (SafeFileHandle top = OpenDirectory(directory, name))
            {
                Empty(top, top, depth: 0, name);
            }

            Errno error = FileCalls.TryUnlink(directory, name, isDirectory: true);
            if (error is Errno.None or Errno.ENOENT)
            {
                return;
            }

            if (error != Errno.ENOTEMPTY)
            {
                throw new LinuxException("rmdir", name, error);
            }
        }
    }

    private static void Empty(SafeFileHandle top, SafeFileHandle directory, int depth, string thing)
    {
        foreach (string name in DirectoryListing.Read(directory, thing))
        {
            if (TryRemoveFile(directory, name))
            {
                continue;
            }

            if (depth == MaxOpenLevels)
            {
                FileCalls.Rename(directory, name, top, $".deleting-{Guid.NewGuid():n}");
                continue;
            }

            using (SafeFileHandle child = OpenDirectory(directory, name))
            {
                Empty(top, child, depth + 1, name);
            }

            Errno error = FileCalls.TryUnlink(directory, name, isDirectory: true);
            if (error is not (Errno.None or Errno.ENOENT))
            {
                throw new LinuxException("rmdir", name, error);
            }
        }
    }

    /// <summary>False when it is a directory.</summary>
    private static bool TryRemoveFile(SafeFileHandle? directory, string name)
    {
        Errno error = FileCalls.TryUnlink(directory, name);
        return error switch
        {
            Errno.None or Errno.ENOENT => true,
            Errno.EISDIR => false,
            _ => throw new LinuxException("unlink", name, error),
        };
    }

    private static SafeFileHandle OpenDirectory(SafeFileHandle? parent, string name) =>
        FileCalls.Open(parent, name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
}
