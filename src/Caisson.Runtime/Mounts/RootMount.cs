using Caisson.Linux;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>Makes a root file system as a detached mount: nothing is attached to the host, nothing is left when we are killed.</summary>
public static class RootMount
{
    /// <summary>Mounts the source; the descriptor can be looked into with the *at calls.</summary>
    public static SafeFileHandle Open(RootSource source) => source switch
    {
        RootSource.Directory directory => CloneDirectory(directory.Path),
        RootSource.Overlay overlay => MountOverlay(overlay),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>Mounts layers without a writable one, to look into them. There have to be at least two.</summary>
    public static SafeFileHandle OpenReadOnly(IReadOnlyList<string> layers)
    {
        using SafeFileHandle context = MountCalls.OpenFileSystem("overlay");
        SetLayers(context, layers);
        return MountCalls.CreateMount(context, "overlay", MountAttributes.MOUNT_ATTR_RDONLY);
    }

    // A clone of a shared mount is in its peer group: pivot_root(2) refuses it, and what is mounted below it would appear on the host.
    private static SafeFileHandle CloneDirectory(string path)
    {
        SafeFileHandle clone = MountCalls.CloneTree(null, path, recursive: true);
        Errno error = MountCalls.TrySetAttributes(clone, new MountAttributeChange(MountAttributes.None, Propagation: MountFlags.MS_PRIVATE), recursive: true);
        if (error == Errno.None)
        {
            return clone;
        }

        clone.Dispose();
        throw new LinuxException("make private", path, error);
    }

    private static SafeFileHandle MountOverlay(RootSource.Overlay overlay)
    {
        using SafeFileHandle context = MountCalls.OpenFileSystem("overlay");
        SetLayers(context, overlay.Layers);
        Set(context, "upperdir", overlay.Upper);
        Set(context, "workdir", overlay.Work);
        return MountCalls.CreateMount(context, "overlay", MountAttributes.None);
    }

    private static void SetLayers(SafeFileHandle context, IReadOnlyList<string> layers)
    {
        Set(context, "source", "overlay");
        for (int i = 0; i < layers.Count; i++)
        {
            // One call for each layer came with Linux 6.8 and has no bound but the kernel's own; before, all of them shared one string.
            Errno error = MountCalls.TryConfigure(context, "lowerdir+", layers[i]);
            if (error == Errno.EINVAL && i == 0)
            {
                Set(context, "lowerdir", string.Join(':', layers.Select(EscapeColon)));
                return;
            }

            Check(error, layers[i]);
        }
    }

    private static void Set(SafeFileHandle context, string key, string value) => Check(MountCalls.TryConfigure(context, key, value), $"{key}={value}");

    private static void Check(Errno error, string thing)
    {
        if (error != Errno.None)
        {
            throw new LinuxException("configure overlay", thing, error);
        }
    }

    private static string EscapeColon(string path) =>
        path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
