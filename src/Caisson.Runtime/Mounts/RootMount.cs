using Caisson.Linux;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>Makes a root file system as a detached mount: nothing is attached to the host, nothing is left when we are killed.</summary>
public static class RootMount
{
    /// <summary>Mounts the source; the descriptor can be looked into with the *at calls.</summary>
    /// <param name="source">Where the root comes from.</param>
    /// <param name="map">How owners change in the container's user namespace; null without one.</param>
    internal static SafeFileHandle Open(RootSource source, IdMap? map) => source switch
    {
        RootSource.Directory directory => CloneDirectory(directory, map),
        RootSource.Overlay overlay => map is null ? MountOverlay(overlay) : MappedOverlay.Mount(overlay, map),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>Mounts layers without a writable one, to look into them. There have to be at least two.</summary>
    public static SafeFileHandle OpenReadOnly(IReadOnlyList<string> layers) =>
        Mount(OverlayOptions.Of(layers), MountAttributes.MOUNT_ATTR_RDONLY);

    // A clone of a shared mount is in its peer group: pivot_root(2) refuses it, and what is mounted below it would appear on the host.
    private static SafeFileHandle CloneDirectory(RootSource.Directory directory, IdMap? map)
    {
        SafeFileHandle clone = MountCalls.CloneTree(null, directory.Path, recursive: true);
        try
        {
            Errno error = MountCalls.TrySetAttributes(
                clone, new MountAttributeChange(MountAttributes.None, Propagation: MountFlags.MS_PRIVATE), recursive: true);
            if (error != Errno.None)
            {
                throw new LinuxException("make private", directory.Path, error);
            }

            // Mounts below keep their owners: they may be of file systems that cannot be mapped, as proc.
            if (directory.MapIds)
            {
                map?.Apply(clone, recursive: false, directory.Path);
            }

            return clone;
        }
        catch
        {
            clone.Dispose();
            throw;
        }
    }

    private static SafeFileHandle MountOverlay(RootSource.Overlay overlay) => Mount(OverlayOptions.Of(overlay), MountAttributes.None);

    private static SafeFileHandle Mount(IReadOnlyList<KeyValuePair<string, string>> options, MountAttributes attributes)
    {
        using SafeFileHandle context = MountCalls.OpenFileSystem("overlay");
        foreach ((string key, string value) in options)
        {
            Errno error = MountCalls.TryConfigure(context, key, value);
            if (error != Errno.None)
            {
                throw new LinuxException("configure overlay", $"{key}={value}", error);
            }
        }

        return MountCalls.CreateMount(context, "overlay", attributes);
    }
}
