using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>
/// Owners, modes, attributes and times, in the order in which they do not undo each other: chown(2) clears set-id bits and
/// capabilities, and making a file in a directory changes the directory's time.
/// </summary>
internal sealed partial class LayerUnpacker
{
    private readonly Dictionary<string, (long Seconds, uint Nanoseconds)> _directoryTimes = new(StringComparer.Ordinal);

    private static void SetAttributes(SafeFileHandle parent, string name, TarEntry entry)
    {
        Check(FileCalls.TryChangeOwner(parent, name, entry.Uid, entry.Gid), "chown", entry);

        // The last component was made just now, or is a directory: only a symbolic link could be followed, and it has no mode.
        if (entry.Type != TarEntryType.SymbolicLink)
        {
            Check(FileCalls.TryChangeMode(parent, name, entry.Mode), "chmod", entry);
        }

        foreach ((string attribute, byte[] value) in entry.Xattrs)
        {
            if (OverlayAttributes.IsPrivate(attribute))
            {
                throw new ImageException($"entry {PrintableText.Of(entry.Name)}: the attribute {PrintableText.Of(attribute)} is overlayfs's own");
            }

            // Labels are the host policy's business: of another machine they mean nothing here.
            if (attribute is not "security.selinux")
            {
                Check(FileCalls.TrySetXattr(parent, name, attribute, value), $"set attribute {PrintableText.Of(attribute)} of", entry);
            }
        }
    }

    private void KeepTimes(SafeFileHandle parent, string name, TarEntry entry, string[] components)
    {
        if (entry.Type == TarEntryType.Directory)
        {
            _directoryTimes[string.Join('/', components)] = (entry.ModifiedSeconds, entry.ModifiedNanoseconds);
        }
        else
        {
            Check(FileCalls.TrySetTimes(parent, name, entry.ModifiedSeconds, entry.ModifiedNanoseconds), "set the time of", entry);
        }
    }

    /// <summary>Last of all. What is no directory any more was replaced by a later entry.</summary>
    private void SetDirectoryTimes()
    {
        foreach ((string path, (long seconds, uint nanoseconds)) in _directoryTimes)
        {
            Errno error = FileCalls.TryOpenResolved(
                _target,
                path.Length == 0 ? "." : path,
                OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW,
                InRoot,
                out SafeFileHandle? directory);
            using (directory)
            {
                if (error == Errno.None)
                {
                    Require(FileCalls.TrySetTimes(directory, ".", seconds, nanoseconds), "set the time of", path);
                }
                else if (error is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP))
                {
                    throw new LinuxException("openat2", path, error);
                }
            }
        }
    }
}
