using Caisson.Images.Store;
using Caisson.Oci.Images;

namespace Caisson.Images;

/// <summary>Naming and removing images.</summary>
public sealed partial class ImageStore
{
    /// <summary>Gives an image one more name; whichever image had the name before loses it.</summary>
    /// <exception cref="ImageException">There is no such image, or the name has a digest.</exception>
    public StoredImage Tag(string nameOrId, ImageReference name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Digest is not null)
        {
            throw new ImageException($"cannot tag as {name.Familiar}: a digest cannot be chosen");
        }

        using var staging = StagingDirectory.Create(_layout);
        using var held = StoreLock.Take(_layout);
        StoreIndex index = StoreFiles.ReadIndex(_layout);
        StoreMatch match = index.Find(nameOrId) ?? throw NotFound(nameOrId);
        ImageReference full = name.WithDefaultTag();
        StoreIndex changed = index.With(match.Manifest, match.Id, full);
        StoreFiles.WriteIndex(_layout, staging, changed);
        return Load(changed, match with { Name = full });
    }

    /// <summary>
    /// Removes as <c>docker rmi</c> does: a name goes, and with the last name the image, with all content that no other image needs. An id
    /// removes the image if it has at most one name, or by force.
    /// </summary>
    /// <param name="nameOrId">What to remove.</param>
    /// <param name="force">
    /// Remove an image by id although it has several names; or take the last name from the image of a stopped container, which keeps the
    /// image itself until the container is gone.
    /// </param>
    /// <param name="inUse">Says who uses an image; asked under the store's lock.</param>
    /// <returns>What was done, in order.</returns>
    /// <exception cref="ImageException">There is no such image, it is in use, or it has several names.</exception>
    public IReadOnlyList<RemovedItem> Remove(string nameOrId, bool force, Func<StoredImage, ImageUse?> inUse)
    {
        ArgumentNullException.ThrowIfNull(nameOrId);
        ArgumentNullException.ThrowIfNull(inUse);
        using var staging = StagingDirectory.Create(_layout);
        using var held = StoreLock.Take(_layout);
        StoreIndex index = StoreFiles.ReadIndex(_layout);
        StoreMatch match = index.Find(nameOrId) ?? throw NotFound(nameOrId);
        StoredImage image = Load(index, match);
        if (match.Name is null && image.Names.Count > 1 && !force)
        {
            string names = string.Join(", ", image.Names.Select(name => name.Familiar));
            throw new ImageException($"image {image.Id.Short} has several names ({names}): remove them one by one, or force it");
        }

        if (match.Name is not null && image.Names.Count > 1)
        {
            StoreFiles.WriteIndex(_layout, staging, index.Untag(match.Name, keepImage: false));
            return [new(RemovedKind.Untagged, match.Name.Familiar)];
        }

        ImageUse? use = inUse(image);
        if (use is not null && (use.IsRunning || !force || image.Names.Count == 0))
        {
            throw new ImageException($"image {nameOrId} is in use by {(use.IsRunning ? "the running" : "the stopped")} container {use.Container}: remove that first");
        }

        List<RemovedItem> removed = [.. image.Names.Select(name => new RemovedItem(RemovedKind.Untagged, name.Familiar))];
        if (use is not null)
        {
            StoreIndex nameless = index.Without(image.Id).With(match.Manifest, image.Id, name: null);
            StoreFiles.WriteIndex(_layout, staging, nameless);
            return removed;
        }

        StoreIndex rest = index.Without(image.Id);
        StoreFiles.WriteIndex(_layout, staging, rest);
        GarbageCollector.Collect(_layout, staging, rest);
        removed.Add(new(RemovedKind.Deleted, image.Id.ToString()));
        foreach (Digest chain in LayerChain.Of(image.DiffIds).Reverse())
        {
            if (!_layout.Exists($"{StoreLayout.Layers}/{LayerChain.NameOf(chain)}"))
            {
                removed.Add(new(RemovedKind.Deleted, chain.ToString()));
            }
        }

        return removed;
    }

    private static ImageException NotFound(string nameOrId) =>
        new($"no such image: {PrintableText.Of(nameOrId).Trim('"')}");
}
