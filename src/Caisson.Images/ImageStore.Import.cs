using Caisson.Images.Layers;
using Caisson.Images.Sources;
using Caisson.Images.Store;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images;

/// <summary>Bringing images in.</summary>
public sealed partial class ImageStore
{
    // Losing the race with a removal twice is unlikely; the second attempt relies on nothing in the store.
    private const int Attempts = 2;

    /// <summary>
    /// Imports an image from an OCI layout or a root file system, each as a directory or as a tar archive (plain, gzip or zstd); which it
    /// is is found out from the content. Every layer's digests are verified. On any failure the store is as it was.
    /// </summary>
    /// <param name="source">A path.</param>
    /// <param name="name">
    /// The image's name, with the tag <c>latest</c> if it has none; null takes the name that a layout gives, or leaves the image nameless.
    /// </param>
    /// <exception cref="ImageException">The source is not acceptable.</exception>
    /// <exception cref="Oci.SpecException">A document in it is not.</exception>
    /// <exception cref="Linux.LinuxException">The kernel refused something, for example for lack of space.</exception>
    public ImportResult Import(string source, ImageReference? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        RefuseDigest(name);
        switch (SourceDetection.Detect(source, LayerLimits.Default))
        {
            case SourceKind.LayoutDirectory:
                return ImportLayout(name, _ =>
                    new OciLayout(FileCalls.Open(null, source, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY), source));
            case SourceKind.LayoutArchive:
                return ImportLayout(name, staging => LayoutArchive.Open(source, staging, LayerLimits.Default));
            case SourceKind.RootArchive:
                return ImportRootArchive(source, name);
            default:
                return ImportRootfs(source, ImportedConfig(source), name);
        }
    }

    /// <summary>Makes an image of one layer from a directory and a configuration. The same files and configuration give the same image id.</summary>
    /// <param name="directory">The root file system. File systems mounted below it are not entered.</param>
    /// <param name="config">Everything about the image except its layers and history, unless it has a history of one step.</param>
    /// <param name="name">Its name; null leaves it nameless.</param>
    /// <inheritdoc cref="Import" path="/exception"/>
    public ImportResult ImportRootfs(string directory, ImageConfig config, ImageReference? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(config);
        RefuseDigest(name);
        using var staging = StagingDirectory.Create(_layout);
        string archive = staging.NewName();
        IReadOnlyList<string> notes;
        using (SafeFileHandle file = staging.CreateFile(archive))
        using (SafeFileHandle root = FileCalls.Open(null, directory, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY))
        {
            notes = DirectoryArchive.Write(root, directory, file);
        }

        StoredImage image = CommitRoot(staging, directory, config, name, archive, () => new FileStream(
            FileCalls.Open(staging.Directory, archive, OpenFlags.O_RDONLY), FileAccess.Read, bufferSize: 0));
        return new ImportResult(image, notes);
    }

    private ImportResult ImportLayout(ImageReference? name, Func<StagingDirectory, OciLayout> open)
    {
        using var staging = StagingDirectory.Create(_layout);
        using OciLayout layout = open(staging);
        LayoutImage image = layout.Select(Platform.Default, name);
        ImageReference? full = name?.WithDefaultTag() ?? WithoutDigest(image.Name);
        var manifest = new Descriptor(image.Descriptor.MediaType, image.Descriptor.Digest, image.Descriptor.Size) { Platform = image.Config.Platform };
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using var stager = new LayerStager(_layout, staging, LayerLimits.Default, reuse: attempt == 0);
            for (int i = 0; i < image.Manifest.Layers.Count; i++)
            {
                Descriptor layer = image.Manifest.Layers[i];
                stager.Add(layer, image.Config.DiffIds[i], () => layout.OpenBlob(layer.Digest));
            }

            Digest id = image.Manifest.Config.Digest;
            if (ImageCommit.TryCommit(_layout, staging, stager, manifest, image.ManifestText, id, image.ConfigText, full))
            {
                return new ImportResult(Imported(id), []);
            }
        }

        throw new ImageException("another process removed layers while they were imported: try again");
    }

    private ImportResult ImportRootArchive(string source, ImageReference? name)
    {
        using var staging = StagingDirectory.Create(_layout);
        return new ImportResult(
            CommitRoot(staging, source, ImportedConfig(source), name, archive: null, () => SourceDetection.OpenFile(source)), []);
    }

    private StoredImage CommitRoot(
        StagingDirectory staging, string source, ImageConfig config, ImageReference? name, string? archive, Func<Stream> open)
    {
        using var stager = new LayerStager(_layout, staging, LayerLimits.Default, reuse: false);
        stager.AddUnknown($"archive of {source}", open, archive);
        StagedLayer layer = stager.Layers[0];
        ImageConfig complete = config with
        {
            DiffIds = [layer.DiffId],
            History = config.History.Count == 1 ? config.History : [new ImageHistory { Created = config.Created, CreatedBy = "caisson image import" }],
        };
        byte[] configText = complete.ToJson();
        Digest id = Digest.FromSha256(System.Security.Cryptography.SHA256.HashData(configText));
        byte[] manifestText = new ImageManifest(new Descriptor(MediaTypes.Config, id, configText.Length), [layer.Blob]).ToJson();
        var manifest = new Descriptor(
            MediaTypes.Manifest, Digest.FromSha256(System.Security.Cryptography.SHA256.HashData(manifestText)), manifestText.Length)
        {
            Platform = complete.Platform,
        };

        // Nothing of the store was reused, so nothing can have gone meanwhile.
        ImageCommit.TryCommit(_layout, staging, stager, manifest, manifestText, id, configText, name?.WithDefaultTag());
        return Imported(id);
    }

    private StoredImage Imported(Digest id) =>
        Find(id.ToString()) ?? throw new ImageException($"image {id.Short} was removed by another process right after it was imported");

    private ImageConfig ImportedConfig(string source) => new()
    {
        Created = _time.GetUtcNow(),
        History =
        [
            new ImageHistory { Created = _time.GetUtcNow(), CreatedBy = "caisson image import", Comment = $"imported from {Path.GetFileName(source.TrimEnd('/'))}" },
        ],
    };

    private static ImageReference? WithoutDigest(ImageReference? name) =>
        name?.Digest is null ? name : ImageReference.TryParse(name.Repository)?.WithDefaultTag();

    private static void RefuseDigest(ImageReference? name)
    {
        if (name?.Digest is not null)
        {
            throw new ImageException($"cannot import as {name.Familiar}: a digest cannot be chosen");
        }
    }
}
