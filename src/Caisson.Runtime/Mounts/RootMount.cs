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
        RootSource.Directory directory => MountCalls.CloneTree(null, directory.Path, recursive: true),
        RootSource.Overlay overlay => MountOverlay(overlay),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static SafeFileHandle MountOverlay(RootSource.Overlay overlay)
    {
        using SafeFileHandle context = MountCalls.OpenFileSystem("overlay");
        Set(context, "source", "overlay");
        for (int i = 0; i < overlay.Layers.Count; i++)
        {
            // One call for each layer came with Linux 6.8 and has no bound but the kernel's own; before, all of them shared one string.
            Errno error = MountCalls.TryConfigure(context, "lowerdir+", overlay.Layers[i]);
            if (error == Errno.EINVAL && i == 0)
            {
                Set(context, "lowerdir", string.Join(':', overlay.Layers.Select(EscapeColon)));
                break;
            }

            Check(error, overlay.Layers[i]);
        }

        Set(context, "upperdir", overlay.Upper);
        Set(context, "workdir", overlay.Work);
        return MountCalls.CreateMount(context, "overlay", MountAttributes.None);
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
