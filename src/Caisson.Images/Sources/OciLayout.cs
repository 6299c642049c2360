using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Caisson.Oci.Json;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Sources;

/// <summary>
/// Reads an OCI image layout (image-spec image-layout.md). It is somebody else's: documents are verified against their digests, and blobs
/// are opened inside the layout only, whatever links are in it.
/// </summary>
internal sealed class OciLayout : IDisposable
{
    // Indexes may contain indexes; no tool makes more than two levels.
    private const int MaxNesting = 4;
    private readonly SafeFileHandle _directory;
    private readonly string _path;

    /// <summary>Opens a layout.</summary>
    /// <param name="directory">Its directory, disposed with this.</param>
    /// <param name="path">Names it in errors.</param>
    internal OciLayout(SafeFileHandle directory, string path)
    {
        _directory = directory;
        _path = path;
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The one image in the layout that runs on a platform.</summary>
    /// <param name="platform">What it must run on.</param>
    /// <param name="name">Chooses among several images by the names that the layout gives them.</param>
    internal LayoutImage Select(Platform platform, ImageReference? name)
    {
        JsonValue version = JsonTree.Parse(ReadFile("oci-layout"), $"{_path}/oci-layout").Root.Get("imageLayoutVersion"u8);
        if (!version.AsString().StartsWith("1.", StringComparison.Ordinal))
        {
            throw version.Error("only version 1 of the image layout is supported");
        }

        ImageIndex index = ImageIndex.Parse(ReadFile("index.json"), $"{_path}/index.json");
        Descriptor chosen = LayoutChoice.Choose(index, platform, name, _path);
        Descriptor manifest = Resolve(chosen, platform, MaxNesting);
        byte[] text = ReadDocument(manifest);
        ImageManifest image = ImageManifest.Parse(text, $"manifest {manifest.Digest}");
        byte[] configText = ReadDocument(image.Config);
        ImageConfig config = ImageConfig.Parse(configText, $"configuration {image.Config.Digest}");
        if (!platform.Accepts(config.Platform))
        {
            throw new ImageException($"{_path}: the image is for {config.Platform}, not for {platform}");
        }

        if (config.DiffIds.Count != image.Layers.Count)
        {
            throw new ImageException($"{_path}: the manifest has {image.Layers.Count} layers, the configuration {config.DiffIds.Count}");
        }

        return new LayoutImage(manifest, text, image, configText, config, LayoutChoice.NameOf(chosen));
    }

    /// <summary>Opens a blob.</summary>
    internal FileStream OpenBlob(Digest digest)
    {
        const ResolveFlags Inside = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS;
        string name = $"blobs/{digest.Algorithm}/{digest.Hex}";
        Errno error = FileCalls.TryOpenResolved(
            _directory, name, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY, Inside, out SafeFileHandle? blob);
        if (error != Errno.None)
        {
            throw new ImageException($"{_path}: blob {digest}: {error.Describe()}");
        }

        if (FileCalls.Status(blob, "").IsRegular)
        {
            return new FileStream(blob!, FileAccess.Read, bufferSize: 0);
        }

        blob!.Dispose();
        throw new ImageException($"{_path}: blob {digest} is not a regular file");
    }

    private Descriptor Resolve(Descriptor descriptor, Platform platform, int levels)
    {
        if (MediaTypes.IsManifest(descriptor.MediaType))
        {
            return descriptor;
        }

        if (!MediaTypes.IsIndex(descriptor.MediaType) || levels == 0)
        {
            throw new ImageException($"{_path}: {descriptor.Digest} is of type {PrintableText.Of(descriptor.MediaType)}, not an image");
        }

        ImageIndex index = ImageIndex.Parse(ReadDocument(descriptor), $"index {descriptor.Digest}");
        Descriptor chosen = LayoutChoice.Choose(index, platform, name: null, _path);
        return Resolve(chosen, platform, levels - 1);
    }

    private byte[] ReadDocument(Descriptor descriptor)
    {
        if (descriptor.Size > JsonTree.DefaultMaxBytes)
        {
            throw new ImageException($"{_path}: document {descriptor.Digest} of {descriptor.Size} bytes is too large (at most {JsonTree.DefaultMaxBytes})");
        }

        using FileStream file = OpenBlob(descriptor.Digest);
        using var verified = new Layers.DigestStream(file, descriptor.Digest.IsSha512, descriptor.Size, $"{_path}: document {descriptor.Digest}");
        byte[] text = new byte[descriptor.Size];
        int length = verified.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length == text.Length && verified.Finish().Equals(descriptor.Digest)
            ? text
            : throw new ImageException($"{_path}: document {descriptor.Digest} does not have the content that its digest and size promise");
    }

    private byte[] ReadFile(string name)
    {
        const ResolveFlags Inside = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS | ResolveFlags.RESOLVE_NO_SYMLINKS;
        using SafeFileHandle file = FileCalls.OpenResolved(_directory, name, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, Inside);
        return FileCalls.ReadFile(file, $"{_path}/{name}", JsonTree.DefaultMaxBytes);
    }
}
