using System.Text;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>Reads and replaces the store's small files.</summary>
internal static class StoreFiles
{
    private const int MaxIndexBytes = 64 * 1024 * 1024, MaxDocumentBytes = 4 * 1024 * 1024;

    internal static StoreIndex ReadIndex(StoreLayout layout)
    {
        if (layout.TryDirectory() is not { } root)
        {
            return StoreIndex.Empty;
        }

        try
        {
            byte[] text = FileCalls.ReadFileAt(root, StoreLayout.IndexFile, MaxIndexBytes);
            return new StoreIndex(ImageIndex.Parse(text, $"{layout.Root}/{StoreLayout.IndexFile}", MaxIndexBytes).Manifests);
        }
        catch (LinuxException e) when (e.Errno == Errno.ENOENT)
        {
            return StoreIndex.Empty;
        }
    }

    /// <summary>Replaces the index, durably. The lock is held.</summary>
    internal static void WriteIndex(StoreLayout layout, StagingDirectory staging, StoreIndex index)
    {
        SafeFileHandle root = layout.Directory();
        if (!layout.Exists(StoreLayout.LayoutFile))
        {
            FileCalls.Rename(staging.Directory, staging.WriteFile("{\"imageLayoutVersion\":\"1.0.0\"}"u8), root, StoreLayout.LayoutFile);
        }

        string file = staging.WriteFile(new ImageIndex(index.Manifests).ToJson());
        FileCalls.Rename(staging.Directory, file, root, StoreLayout.IndexFile);
        layout.SyncDirectory(StoreLayout.Images);
    }

    internal static byte[] ReadBlob(StoreLayout layout, Digest digest) =>
        FileCalls.ReadFileAt(layout.TryDirectory(), StoreLayout.Blob(digest), MaxDocumentBytes);

    internal static Snapshot ReadSnapshot(StoreLayout layout, Digest image)
    {
        string name = StoreLayout.Snapshot(image);
        return Snapshot.Parse(FileCalls.ReadFileAt(layout.TryDirectory(), name, MaxDocumentBytes), $"{layout.Root}/{name}");
    }

    /// <summary>An unpacked layer's uncompressed size.</summary>
    internal static long ReadLayerSize(StoreLayout layout, string layer)
    {
        string name = $"{StoreLayout.Layers}/{layer}.json";
        byte[] text = FileCalls.ReadFileAt(layout.TryDirectory(), name, MaxDocumentBytes);
        return Oci.Json.JsonTree.Parse(text, name).Root.Get("size"u8).AsInt64(min: 0);
    }

    internal static byte[] LayerDescription(Digest diffId, long size) =>
        Encoding.UTF8.GetBytes($"{{\"version\":1,\"diffId\":\"{diffId}\",\"size\":{size}}}");
}
