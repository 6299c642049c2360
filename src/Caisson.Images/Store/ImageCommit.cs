using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// Puts a staged image into the store. Content first, the index last: until the index is replaced nothing leads to the content, and
/// whoever collects garbage next removes it. Everything is on the disk before the index says so.
/// </summary>
internal static class ImageCommit
{
    /// <summary>Commits, unless a layer that was to be reused has been removed meanwhile.</summary>
    /// <returns>False when everything must be staged again.</returns>
    internal static bool TryCommit(
        StoreLayout layout, StagingDirectory staging, LayerStager layers, Descriptor manifest, byte[] manifestText, Digest id, byte[] configText,
        ImageReference? name)
    {
        IReadOnlyList<string> names = [.. LayerChain.Of([.. layers.Layers.Select(layer => layer.DiffId)]).Select(LayerChain.NameOf)];
        string manifestFile = staging.WriteFile(manifestText), configFile = staging.WriteFile(configText);
        string[] uppermostFirst = [.. names.Reverse()];
        var snapshot = new Snapshot(uppermostFirst[..layers.CountVisible()], uppermostFirst, layers.Layers.Sum(layer => layer.Size));
        string snapshotFile = staging.WriteFile(snapshot.ToJson());
        string[] descriptions = [.. layers.Layers.Select(layer => staging.WriteFile(StoreFiles.LayerDescription(layer.DiffId, layer.Size)))];
        FileCalls.SyncFileSystem(staging.Directory, layout.Root);

        using var held = StoreLock.Take(layout);
        if (layers.Layers.Where((layer, i) => IsGone(layout, layer, names[i])).Any())
        {
            return false;
        }

        for (int i = 0; i < names.Count; i++)
        {
            StoreLayer(layout, staging, layers.Layers[i], names[i], descriptions[i]);
        }

        SafeFileHandle root = layout.Directory();
        FileCalls.Rename(staging.Directory, configFile, root, StoreLayout.Blob(id));
        FileCalls.Rename(staging.Directory, manifestFile, root, StoreLayout.Blob(manifest.Digest));
        FileCalls.Rename(staging.Directory, snapshotFile, root, StoreLayout.Snapshot(id));
        foreach (string directory in (string[])["images/blobs/sha256", "images/blobs/sha512", StoreLayout.Layers, StoreLayout.Snapshots])
        {
            layout.SyncDirectory(directory);
        }

        StoreIndex index = StoreFiles.ReadIndex(layout).With(manifest, id, name);
        StoreFiles.WriteIndex(layout, staging, index);
        GarbageCollector.Collect(layout, staging, index);
        return true;
    }

    private static bool IsGone(StoreLayout layout, StagedLayer layer, string name) =>
        layer.Directory is null && !(layout.Exists(StoreLayout.Blob(layer.Blob.Digest)) && layout.Exists($"{StoreLayout.Layers}/{name}"));

    private static void StoreLayer(StoreLayout layout, StagingDirectory staging, StagedLayer layer, string name, string description)
    {
        SafeFileHandle root = layout.Directory();
        if (layer.BlobFile is not null)
        {
            FileCalls.Rename(staging.Directory, layer.BlobFile, root, StoreLayout.Blob(layer.Blob.Digest));
        }

        string target = $"{StoreLayout.Layers}/{name}";
        if (layer.Directory is null)
        {
            return;
        }

        // The description first: a directory without one would be a layer of unknown size.
        FileCalls.Rename(staging.Directory, description, root, $"{target}.json");
        Errno error = FileCalls.TryRenameNoReplace(staging.Directory, layer.Directory, root, target);

        // Somebody else was faster with the same layer; containers may be using theirs already.
        if (error is not (Errno.None or Errno.EEXIST))
        {
            throw new LinuxException("rename", $"{layer.Directory} to {target}", error);
        }
    }
}
