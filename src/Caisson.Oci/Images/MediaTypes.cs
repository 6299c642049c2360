namespace Caisson.Oci.Images;

/// <summary>Media types of image-spec media-types.md, and Docker's names for the same things (registry manifest v2, schema 2).</summary>
public static class MediaTypes
{
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string LayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";

    /// <summary>A list of manifests.</summary>
    public static bool IsIndex(string type) => type is Index or DockerManifestList;

    /// <summary>One image.</summary>
    public static bool IsManifest(string type) => type is Manifest or DockerManifest;

    /// <summary>The configuration of a container image; artifacts have other types.</summary>
    public static bool IsConfig(string type) => type is Config or DockerConfig;

    /// <summary>A file system layer as a tar archive, compressed or not. The content tells which compression it really has.</summary>
    public static bool IsLayer(string type) => type is Layer or LayerGzip or LayerZstd
        or "application/vnd.oci.image.layer.nondistributable.v1.tar"
        or "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
        or "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"
        or "application/vnd.docker.image.rootfs.diff.tar"
        or "application/vnd.docker.image.rootfs.diff.tar.gzip"
        or "application/vnd.docker.image.rootfs.diff.tar.zstd"
        or "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
}
