using Caisson.Images.Layers;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// Brings layers, lowest first, into a staging directory: one pass over each blob copies, hashes, decompresses, hashes again and unpacks it.
/// Layers that the store already has, with the same ones below, are not read again.
/// </summary>
internal sealed class LayerStager : IDisposable
{
    private const uint DefaultRootMode = 0x1ED; // 0755
    private readonly StoreLayout _layout;
    private readonly StagingDirectory _staging;
    private readonly LayerLimits _limits;
    private readonly bool _reuse;
    private readonly List<SafeFileHandle> _unpacked = []; // uppermost first
    private readonly List<StagedLayer> _layers = [];
    private Digest? _chain;

    /// <param name="layout">The store.</param>
    /// <param name="staging">Where to work.</param>
    /// <param name="limits">Bounds for each archive.</param>
    /// <param name="reuse">Whether layers in the store are good enough; if not, everything is staged.</param>
    internal LayerStager(StoreLayout layout, StagingDirectory staging, LayerLimits limits, bool reuse)
    {
        _layout = layout;
        _staging = staging;
        _limits = limits;
        _reuse = reuse;
    }

    /// <summary>What was staged so far, lowest first.</summary>
    internal IReadOnlyList<StagedLayer> Layers => _layers;

    /// <summary>Stages a layer whose digests are known; both are verified.</summary>
    /// <param name="blob">What the manifest says.</param>
    /// <param name="diffId">What the configuration says.</param>
    /// <param name="open">Opens the blob.</param>
    internal void Add(Descriptor blob, Digest diffId, Func<Stream> open)
    {
        Digest chain = LayerChain.Next(_chain, diffId);
        string name = LayerChain.NameOf(chain);
        if (_reuse && _layout.Exists(StoreLayout.Blob(blob.Digest)) && _layout.Exists($"{StoreLayout.Layers}/{name}"))
        {
            const OpenFlags Flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
            _unpacked.Insert(0, FileCalls.Open(_layout.TryDirectory(), $"{StoreLayout.Layers}/{name}", Flags));
            _layers.Add(new StagedLayer(blob, diffId, StoreFiles.ReadLayerSize(_layout, name), BlobFile: null, Directory: null));
            _chain = chain;
            return;
        }

        string what = $"layer {blob.Digest}";
        StagedLayer layer = Stage(open, blob.Digest.IsSha512, diffId.IsSha512, blob.Size, what, isVerified: true);
        if (layer.Blob.Size != blob.Size)
        {
            throw new ImageException($"{what} has {layer.Blob.Size} bytes, but the manifest says {blob.Size}");
        }

        if (!layer.Blob.Digest.Equals(blob.Digest))
        {
            throw new ImageException($"{what} does not have the content that its digest promises: it hashes to {layer.Blob.Digest}");
        }

        if (!layer.DiffId.Equals(diffId))
        {
            throw new ImageException($"{what} unpacks to {layer.DiffId}, but the configuration says {diffId}");
        }

        _layers.Add(layer with { Blob = blob });
        _chain = chain;
    }

    /// <summary>Stages an archive that no manifest describes.</summary>
    /// <param name="what">Names it in errors.</param>
    /// <param name="open">Opens the archive.</param>
    /// <param name="blobFile">Where the archive is in the staging directory already; null copies it there.</param>
    internal void AddUnknown(string what, Func<Stream> open, string? blobFile = null)
    {
        StagedLayer layer = Stage(open, sha512: false, diffSha512: false, _limits.MaxBytes, what, isVerified: false, blobFile);
        _layers.Add(layer);
        _chain = LayerChain.Next(_chain, layer.DiffId);
    }

    /// <summary>Number of layers, from the uppermost down, that overlayfs should see: an opaque root hides all that is below.</summary>
    internal int CountVisible()
    {
        int opaque = _unpacked.FindIndex(LowerLayers.IsOpaque);
        return opaque < 0 ? _unpacked.Count : opaque + 1;
    }

    public void Dispose() => _unpacked.ForEach(directory => directory.Dispose());

    private StagedLayer Stage(Func<Stream> open, bool sha512, bool diffSha512, long limit, string what, bool isVerified, string? blobFile = null)
    {
        string copyName = blobFile ?? _staging.NewName(), directoryName = _staging.NewName();
        using SafeFileHandle? copy = blobFile is null ? _staging.CreateFile(copyName) : null;
        SafeFileHandle directory = _staging.CreateDirectory(directoryName);
        _unpacked.Insert(0, directory);
        Errno error = FileCalls.TryChangeMode(directory, DefaultRootMode);
        if (error != Errno.None)
        {
            throw new LinuxException("chmod", what, error);
        }

        try
        {
            using Stream source = open();
            using var blob = new DigestStream(source, sha512, limit, what, copy);
            using Stream archive = LayerCompression.Open(blob);
            using var plain = new DigestStream(archive, diffSha512, _limits.MaxBytes, $"{what}, uncompressed,");
            LayerUnpacker.Unpack(new TarReader(plain, _limits, mustEnd: !isVerified), directory, _unpacked[1..]);
            Digest diffId = plain.Finish();
            Digest digest = blob.Finish();
            string type = archive is PrefixedStream ? MediaTypes.Layer
                : archive is System.IO.Compression.GZipStream ? MediaTypes.LayerGzip
                : MediaTypes.LayerZstd;
            return new StagedLayer(new Descriptor(type, digest, blob.Count), diffId, plain.Count, copyName, directoryName);
        }
        catch (InvalidDataException e)
        {
            throw new ImageException($"{what}: the compressed data is damaged or truncated", e);
        }
        catch (ImageException e) when (!e.Message.StartsWith(what, StringComparison.Ordinal))
        {
            throw new ImageException($"{what}: {e.Message}", e);
        }
    }
}
