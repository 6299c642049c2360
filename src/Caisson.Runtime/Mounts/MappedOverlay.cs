using Caisson.Linux;
using Caisson.Linux.Mounts;
using Caisson.Linux.Programs;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>
/// An overlay of idmapped layers: the image's root user owns its files in the container, and what the container writes is stored under the image's
/// ids. Kernels before 6.15 take only attached mounts of the own mount namespace as layers, so a child attaches the mapped copies over
/// the originals in a mount namespace that ends with it. (Documentation/filesystems/overlayfs.rst: layers may be idmapped since 5.19.)
/// </summary>
internal static class MappedOverlay
{
    internal static SafeFileHandle Mount(RootSource.Overlay overlay, IdMap map)
    {
        // overlayfs wants its two writable directories on one mount, so that it can rename between them.
        string writable = Path.GetDirectoryName(overlay.Upper)!;
        if (Path.GetDirectoryName(overlay.Work) != writable)
        {
            throw new LinuxException("map ids of", $"{overlay.Upper} and {overlay.Work}, which are in different directories", Errno.EINVAL);
        }

        var copies = new List<SafeFileHandle>(overlay.Layers.Count + 1);
        try
        {
            using var program = new SyscallProgram();
            program.Step("make mounts private");
            program.SetPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE);
            foreach (string directory in overlay.Layers.Append(writable))
            {
                SafeFileHandle copy = MountCalls.CloneTree(null, directory, recursive: false);
                copies.Add(copy);
                map.Apply(copy, recursive: false, directory);
                program.Step($"attach mapped {directory}");
                program.AttachMount(copy, directory);
            }

            // overlayfs keeps the credentials of who mounts it for its own files: they need an id that the upper directory's mount maps.
            program.Step("become root of the layers");
            program.SetIdsOnly(map.Root.Uid, map.Root.Gid);
            program.Step($"mount overlay of {overlay.Layers.Count} mapped layers");
            Cell context = program.OpenFileSystem("overlay");
            foreach ((string key, string value) in OverlayOptions.Of(overlay))
            {
                program.Configure(context, key, value);
            }

            Cell mount = program.CreateMount(context, MountAttributes.None);
            program.Close(context);
            program.Exit();
            return ShortLivedChild.Open(program, CloneFlags.CLONE_NEWNS, mount);
        }
        finally
        {
            foreach (SafeFileHandle copy in copies)
            {
                copy.Dispose();
            }
        }
    }
}
