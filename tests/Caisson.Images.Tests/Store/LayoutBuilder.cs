using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Caisson.Images.Tests.Layers;
using Caisson.Oci.Images;

namespace Caisson.Images.Tests.Store;

/// <summary>Writes an OCI layout, right or wrong. Its JSON is written by hand, independent of the product's codec.</summary>
internal sealed class LayoutBuilder
{
    private readonly string _path;
    private readonly List<string> _manifests = [];

    internal LayoutBuilder(string path)
    {
        _path = path;
        Directory.CreateDirectory($"{path}/blobs/sha256");
        File.WriteAllText($"{path}/oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    internal string Path => _path;

    /// <summary>A layer with one file.</summary>
    internal static byte[] Layer(string name, string content) => new TarBuilder().File(name, content).Build();

    internal static byte[] Gzip(byte[] data)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return result.ToArray();
    }

    internal Digest Blob(byte[] content)
    {
        Digest digest = Digest.FromSha256(SHA256.HashData(content));
        File.WriteAllBytes($"{_path}/blobs/sha256/{digest.Hex}", content);
        return digest;
    }

    internal string BlobPath(Digest digest) => $"{_path}/blobs/sha256/{digest.Hex}";

    /// <summary>An image of layers, which are stored as they are.</summary>
    internal Digest Image(
        IReadOnlyList<byte[]> layers, string? name = null, IReadOnlyList<byte[]>? plain = null, string architecture = "amd64", string platform = "",
        string annotations = "", string config = "{}", Func<string, string>? editConfig = null, Func<string, string>? editManifest = null)
    {
        string diffIds = string.Join(',', (plain ?? layers).Select(layer => $"\"{Digest.FromSha256(SHA256.HashData(layer))}\""));
        string configText = $"{{\"architecture\":\"{architecture}\",\"os\":\"linux\",\"config\":{config},\"rootfs\":{{\"type\":\"layers\",\"diff_ids\":[{diffIds}]}}}}";
        configText = editConfig?.Invoke(configText) ?? configText;
        Digest configDigest = Blob(Encoding.UTF8.GetBytes(configText));
        string layerTexts = string.Join(',', layers.Select(layer => Descriptor("application/vnd.oci.image.layer.v1.tar", Blob(layer), layer.Length)));
        string manifest = $"{{\"schemaVersion\":2,\"config\":{Descriptor("application/vnd.oci.image.config.v1+json", configDigest, configText.Length)},\"layers\":[{layerTexts}]}}";
        manifest = editManifest?.Invoke(manifest) ?? manifest;
        Digest manifestDigest = Blob(Encoding.UTF8.GetBytes(manifest));
        string extra = platform + (name is null ? annotations : $",\"annotations\":{{\"org.opencontainers.image.ref.name\":\"{name}\"}}");
        _manifests.Add(Descriptor("application/vnd.oci.image.manifest.v1+json", manifestDigest, manifest.Length, extra));
        WriteIndex();
        return configDigest;
    }

    /// <summary>Puts everything added so far into an index of its own, as multi-platform images are.</summary>
    internal void Nest()
    {
        string index = $"{{\"schemaVersion\":2,\"manifests\":[{string.Join(',', _manifests)}]}}";
        Digest digest = Blob(Encoding.UTF8.GetBytes(index));
        _manifests.Clear();
        _manifests.Add(Descriptor("application/vnd.oci.image.index.v1+json", digest, index.Length));
        WriteIndex();
    }

    internal static string Platform(string architecture) => $",\"platform\":{{\"architecture\":\"{architecture}\",\"os\":\"{(architecture is "unknown" ? "unknown" : "linux")}\"}}";

    private static string Descriptor(string type, Digest digest, int size, string extra = "") =>
        $"{{\"mediaType\":\"{type}\",\"digest\":\"{digest}\",\"size\":{size}{extra}}}";

    private void WriteIndex() => File.WriteAllText($"{_path}/index.json", $"{{\"schemaVersion\":2,\"manifests\":[{string.Join(',', _manifests)}]}}");
}
