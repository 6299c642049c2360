using Caisson.Images.Layers;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Caisson.Oci.Json;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// Takes away what no descriptor of the index leads to: after a removal, and what a killed writer had renamed into place before it could
/// write the index. The lock is held.
/// </summary>
internal static class GarbageCollector
{
    /// <summary>
    /// Things go into the staging directory by rename, so that none is ever half removed at its place, and are deleted with that directory
    /// when the lock is free again.
    /// </summary>
    internal static void Collect(StoreLayout layout, StagingDirectory staging, StoreIndex index)
    {
        var blobs = new HashSet<Digest>();
        var layers = new HashSet<string>(StringComparer.Ordinal);
        var images = new HashSet<string>(StringComparer.Ordinal);
        bool allKnown = true;
        foreach (Descriptor manifest in index.Manifests)
        {
            AddBlobs(layout, manifest.Digest, blobs);
            if (StoreIndex.IdOf(manifest) is { } id && images.Add($"{id.Hex}.json"))
            {
                allKnown &= TryAddLayers(layout, id, layers);
            }
        }

        Sweep(layout, staging, StoreLayout.Snapshots, images.Contains);
        if (allKnown)
        {
            Sweep(layout, staging, StoreLayout.Layers, layers.Contains);
        }

        Sweep(layout, staging, "images/blobs/sha256", name => Digest.TryParse($"sha256:{name}") is { } d && blobs.Contains(d));
        Sweep(layout, staging, "images/blobs/sha512", name => Digest.TryParse($"sha512:{name}") is { } d && blobs.Contains(d));
    }

    /// <summary>False when an image's snapshot is damaged: then nobody knows which layers are its own, and all of them stay.</summary>
    private static bool TryAddLayers(StoreLayout layout, Digest image, HashSet<string> layers)
    {
        try
        {
            foreach (string layer in StoreFiles.ReadSnapshot(layout, image).AllLayers)
            {
                layers.Add(layer);
                layers.Add($"{layer}.json");
            }

            return true;
        }
        catch (Exception e) when (e is Oci.SpecException or LinuxException { Errno: Errno.ENOENT })
        {
            return false;
        }
    }

    private static void Sweep(StoreLayout layout, StagingDirectory staging, string directory, Predicate<string> keep)
    {
        using SafeFileHandle opened = FileCalls.Open(layout.Directory(), directory, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        foreach (string name in DirectoryListing.Read(opened, directory))
        {
            if (!keep(name))
            {
                FileCalls.Rename(opened, name, staging.Directory, staging.NewName());
            }
        }
    }

    /// <summary>A document's blob and whatever it points at; another tool may have stored any kind of document.</summary>
    private static void AddBlobs(StoreLayout layout, Digest document, HashSet<Digest> blobs)
    {
        if (!blobs.Add(document))
        {
            return;
        }

        byte[] content;
        try
        {
            content = StoreFiles.ReadBlob(layout, document);
        }
        catch (LinuxException e) when (e.Errno == Errno.ENOENT)
        {
            return;
        }

        if (TryParse(content, document) is not { } root)
        {
            return;
        }

        AddDigest(root.Find("config"u8), blobs);
        AddDigest(root.Find("subject"u8), blobs);
        foreach (JsonValue layer in Children(root, "layers"u8))
        {
            AddDigest(layer, blobs);
        }

        foreach (JsonValue manifest in Children(root, "manifests"u8))
        {
            if (manifest is { Kind: JsonKind.Object } && manifest.Find("digest"u8) is { Kind: JsonKind.String } text
                && Digest.TryParse(text.AsString()) is { } child)
            {
                AddBlobs(layout, child, blobs);
            }
        }
    }

    private static JsonValue? TryParse(byte[] text, Digest document)
    {
        try
        {
            JsonValue root = JsonTree.Parse(text, document.ToString()).Root;
            return root.Kind == JsonKind.Object ? root : null;
        }
        catch (Oci.SpecException)
        {
            return null;
        }
    }

    private static void AddDigest(JsonValue? descriptor, HashSet<Digest> blobs)
    {
        if (descriptor is { Kind: JsonKind.Object } found && found.Find("digest"u8) is { Kind: JsonKind.String } text && Digest.TryParse(text.AsString()) is { } digest)
        {
            blobs.Add(digest);
        }
    }

    private static List<JsonValue> Children(JsonValue root, ReadOnlySpan<byte> name)
    {
        var children = new List<JsonValue>();
        if (root.Find(name) is { Kind: JsonKind.Array } array)
        {
            foreach (JsonValue child in array.Items())
            {
                children.Add(child);
            }
        }

        return children;
    }
}
