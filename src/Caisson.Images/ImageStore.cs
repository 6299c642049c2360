using Caisson.Images.Store;
using Caisson.Oci.Images;

namespace Caisson.Images;

/// <summary>
/// The images of one machine or user: an OCI image layout with layers unpacked beside it, shared between images. There is no
/// server: any number of processes may use one store at once, and one that is killed at any moment leaves it as it was before or after
/// its change.
/// </summary>
public sealed partial class ImageStore : IDisposable
{
    private readonly StoreLayout _layout;
    private readonly TimeProvider _time;

    private ImageStore(string root, TimeProvider time)
    {
        _layout = new StoreLayout(root);
        _time = time;
    }

    /// <summary>The absolute path of the store.</summary>
    public string Root => _layout.Root;

    /// <summary>Opens the store; nothing is made before something is stored.</summary>
    /// <param name="root">Its directory, for example <c>/var/lib/caisson</c>.</param>
    /// <param name="time">For creation times; the system's clock by default.</param>
    public static ImageStore Open(string root, TimeProvider? time = null) => new(root, time ?? TimeProvider.System);

    /// <summary>
    /// Finds an image by name (<c>busybox</c>, <c>busybox:1.36</c>, <c>busybox@sha256:…</c>), id, or beginning of an id; null
    /// when there is none. Reads three small files and hashes nothing, for it is part of every start.
    /// </summary>
    /// <exception cref="ImageException">The beginning of an id is ambiguous.</exception>
    public StoredImage? Find(string nameOrId)
    {
        ArgumentNullException.ThrowIfNull(nameOrId);
        StoreIndex index = StoreFiles.ReadIndex(_layout);
        return index.Find(nameOrId) is { } match ? Load(index, match) : null;
    }

    /// <summary>All images, in the order in which they came.</summary>
    public IReadOnlyList<StoredImage> List()
    {
        StoreIndex index = StoreFiles.ReadIndex(_layout);
        var seen = new HashSet<Digest>();
        var images = new List<StoredImage>();
        foreach (Descriptor manifest in index.Manifests)
        {
            if (StoreIndex.IdOf(manifest) is { } id && seen.Add(id))
            {
                images.Add(Load(index, new StoreMatch(manifest, id, Name: null)));
            }
        }

        return images;
    }

    /// <summary>Absolute paths of the directories that make up the image's root, uppermost first, as overlayfs's <c>lowerdir</c> wants them.</summary>
    public IReadOnlyList<string> LayerDirectories(StoredImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        string[] directories = new string[image.Layers.Count];
        for (int i = 0; i < directories.Length; i++)
        {
            directories[i] = $"{_layout.Root}/{StoreLayout.Layers}/{image.Layers[i]}";
        }

        return directories;
    }

    /// <summary>
    /// Keeps every image from being removed until it is disposed: hold it from finding an image until a container that uses it is recorded.
    /// </summary>
    public IDisposable Hold() => StoreLock.Take(_layout, shared: true);

    /// <summary>The bytes of a manifest or configuration in the store.</summary>
    public byte[] ReadDocument(Digest digest) => StoreFiles.ReadBlob(_layout, digest);

    /// <inheritdoc/>
    public void Dispose() => _layout.Dispose();

    private StoredImage Load(StoreIndex index, StoreMatch match)
    {
        Snapshot snapshot = StoreFiles.ReadSnapshot(_layout, match.Id);
        var names = new List<ImageReference>();
        foreach (Descriptor manifest in index.Of(match.Id))
        {
            if (StoreIndex.NameOf(manifest) is { } name)
            {
                names.Add(name);
            }
        }

        return new StoredImage
        {
            Id = match.Id,
            Manifest = match.Manifest,
            Config = ImageConfig.Parse(StoreFiles.ReadBlob(_layout, match.Id), match.Id.ToString()),
            Names = names,
            Size = snapshot.Size,
            Layers = snapshot.Layers,
        };
    }
}
