using System.Text;
using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Reads a text file inside a container's root.</summary>
internal static class RootFile
{
    /// <summary>The text of a regular file; null when there is none.</summary>
    /// <param name="root">The root; nothing that the path or a link says leads out of it.</param>
    /// <param name="path">Relative to the root.</param>
    /// <param name="limit">The most bytes that are read.</param>
    internal static string? TryRead(SafeFileHandle root, string path, int limit)
    {
        // Not blocking: the file may be a fifo.
        Errno error = FileCalls.TryOpenResolved(
            root, path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS,
            out SafeFileHandle? file);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }

        using (file)
        {
            return error == Errno.None && FileCalls.Status(file!, "").IsRegular
                ? Encoding.UTF8.GetString(FileCalls.ReadFile(file!, path, limit))
                : throw new LinuxException("read in the container", path, error == Errno.None ? Errno.EINVAL : error);
        }
    }
}
