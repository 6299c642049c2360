using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>Looks a directory up in stacked layers as overlayfs would show it.</summary>
internal static class LowerLayers
{
    private const ResolveFlags Real = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS | ResolveFlags.RESOLVE_NO_SYMLINKS;

    /// <summary>The uppermost directory of that path (O_PATH), or null where the layers show none.</summary>
    /// <param name="layers">Uppermost first.</param>
    /// <param name="path">Relative, without <c>..</c>.</param>
    internal static SafeFileHandle? FindDirectory(IReadOnlyList<SafeFileHandle> layers, string path)
    {
        foreach (SafeFileHandle layer in layers)
        {
            Errno error = FileCalls.TryOpenResolved(layer, path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, Real, out SafeFileHandle? found);
            if (error == Errno.None)
            {
                if (FileCalls.Status(found, "").IsDirectory)
                {
                    return found;
                }

                // A whiteout, or a file that hides whatever is below.
                found!.Dispose();
                return null;
            }

            // ENOTDIR, ELOOP: a whiteout, file or link stands in the way. ENOENT: ask the next layer, unless this one hides it.
            if (error != Errno.ENOENT || HidesBelow(layer, path))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether a directory is marked opaque.</summary>
    internal static bool IsOpaque(SafeFileHandle directory) =>
        FileCalls.TryGetXattr(directory, ".", OverlayAttributes.Opaque, out byte[] value) == Errno.None && value.AsSpan().SequenceEqual("y"u8);

    /// <summary>Whether the layer has an opaque directory above the path.</summary>
    private static bool HidesBelow(SafeFileHandle layer, string path)
    {
        if (IsOpaque(layer))
        {
            return true;
        }

        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            Errno error = FileCalls.TryOpenResolved(
                layer, path[..slash], OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, Real, out SafeFileHandle? ancestor);
            using (ancestor)
            {
                if (error != Errno.None)
                {
                    return false;
                }

                if (IsOpaque(ancestor!))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
