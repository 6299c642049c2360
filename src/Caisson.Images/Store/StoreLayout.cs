using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// Where things are below the store's root:
/// <list type="bullet">
/// <item><c>images/</c>: an OCI image layout (image-spec image-layout.md): <c>oci-layout</c>, <c>index.json</c>, <c>blobs/sha256/…</c>.</item>
/// <item><c>layers/NAME/</c>: an unpacked layer, ready to be an overlay lower directory; <c>layers/NAME.json</c> describes it.</item>
/// <item><c>snapshots/ID.json</c>: which layers an image is made of, so that starting a container hashes nothing.</item>
/// <item><c>staging/X/</c>: what a writer is making; it holds a lock on the directory. <c>lock</c>: one writer at a time changes the rest.</item>
/// </list>
/// Everything is made in staging and renamed: what is outside of it is whole at any moment.
/// </summary>
internal sealed class StoreLayout : IDisposable
{
    internal const string Images = "images", IndexFile = "images/index.json", LayoutFile = "images/oci-layout", Layers = "layers",
        Snapshots = "snapshots", Staging = "staging", LockFile = "lock";

    private const uint PrivateDirectory = 0x1C0; // 0700
    private SafeFileHandle? _directory;

    internal StoreLayout(string root) => Root = Path.GetFullPath(root);

    /// <summary>The absolute path.</summary>
    internal string Root { get; }

    /// <summary>The open root, or null when nothing was ever stored.</summary>
    internal SafeFileHandle? TryDirectory()
    {
        if (_directory is null)
        {
            Errno error = FileCalls.TryOpen(null, Root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, out _directory);
            if (error is not (Errno.None or Errno.ENOENT))
            {
                throw new LinuxException("open", Root, error);
            }
        }

        return _directory;
    }

    /// <summary>The open root, made if need be.</summary>
    internal SafeFileHandle Directory()
    {
        if (TryDirectory() is null)
        {
            for (int slash = Root.IndexOf('/', 1); slash > 0; slash = Root.IndexOf('/', slash + 1))
            {
                Make(null, Root[..slash]);
            }

            Make(null, Root);
        }

        SafeFileHandle directory = TryDirectory()!;
        string[] needed = [Images, "images/blobs", "images/blobs/sha256", "images/blobs/sha512", Layers, Snapshots, Staging];
        foreach (string name in needed)
        {
            Make(directory, name);
        }

        return directory;
    }

    private void Make(SafeFileHandle? directory, string name)
    {
        Errno error = FileCalls.TryMakeDirectory(directory, name, PrivateDirectory);
        if (error is not (Errno.None or Errno.EEXIST))
        {
            throw new LinuxException("mkdir", directory is null ? name : $"{Root}/{name}", error);
        }
    }

    internal static string Blob(Digest digest) => $"images/blobs/{digest.Algorithm}/{digest.Hex}";

    internal static string Snapshot(Digest image) => $"snapshots/{image.Hex}.json";

    internal bool Exists(string path) => FileCalls.TryStatus(TryDirectory(), path, out _) == Errno.None;

    /// <summary>Writes names that were renamed into a directory to the disk.</summary>
    internal void SyncDirectory(string name)
    {
        using SafeFileHandle directory = FileCalls.Open(TryDirectory(), name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        FileCalls.Sync(directory, name);
    }

    public void Dispose() => _directory?.Dispose();
}
