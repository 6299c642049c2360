using System.Text;
using Caisson.Oci.Images;

namespace Caisson.Oci.Tests.Images;

public sealed class ImageDocumentTests
{
    private static readonly Digest Some = Digest.FromSha256(new byte[32]);

    [Fact]
    public void A_configuration_comes_back_as_it_was_written()
    {
        var config = new ImageConfig
        {
            Created = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567),
            Author = "somebody",
            Platform = new Platform("linux", "arm64", "v8"),
            DiffIds = [Some],
            History = [new ImageHistory { Created = DateTimeOffset.UnixEpoch, CreatedBy = "RUN <x>", Comment = "c", Author = "a", EmptyLayer = true }],
            Container = new ImageContainerConfig
            {
                User = "1:2",
                ExposedPorts = ["80/tcp"],
                Env = ["A=b", "C"],
                Entrypoint = ["/x", "ü"],
                Cmd = [""],
                Volumes = ["/data"],
                WorkingDir = "/w",
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" },
                StopSignal = "SIGINT",
                StopTimeout = 3,
                Shell = ["/bin/sh", "-c"],
                OnBuild = ["RUN x"],
                Healthcheck = new ImageHealthcheck
                {
                    Test = ["CMD", "x"], Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(2), StartPeriod = TimeSpan.FromMinutes(3),
                    StartInterval = TimeSpan.FromSeconds(4), Retries = 5,
                },
            },
        };
        byte[] text = config.ToJson();
        ImageConfig read = ImageConfig.Parse(text, "config");
        Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(read.ToJson()));
        Assert.Equal((config.Created, config.Platform, 5), (read.Created, read.Platform, read.Container.Healthcheck!.Retries));
        Assert.Equal(TimeSpan.FromMilliseconds(2), read.Container.Healthcheck.Timeout);
    }

    [Fact]
    public void What_docker_writes_as_null_counts_as_absent()
    {
        ImageConfig config = Config("""
            {"architecture":"amd64","os":"linux","created":"2024-01-02T03:04:05.678901234+02:00","config":{"Env":null,"Cmd":null,"Entrypoint":null,"Volumes":null,
            "Labels":null,"OnBuild":null,"Image":"sha256:x","ArgsEscaped":true,"StopSignal":""},"rootfs":{"type":"layers","diff_ids":null},"docker_version":"20"}
            """);
        Assert.Empty(config.Container.Cmd);
        Assert.Empty(config.Container.Volumes);
        Assert.Null(config.Container.StopSignal);
        Assert.Equal(new DateTime(2024, 1, 2, 1, 4, 5), config.Created!.Value.UtcDateTime.AddTicks(-(config.Created.Value.UtcDateTime.Ticks % TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData("""{"architecture":"amd64","os":"linux"}""", "rootfs is missing")]
    [InlineData("""{"architecture":"amd64","os":"linux","rootfs":{"type":"other","diff_ids":[]}}""", "rootfs: only")]
    [InlineData("""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["x"]}}""", "rootfs.diff_ids[0]: expected a sha256")]
    [InlineData("""{"architecture":5,"os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""", "architecture: expected a string")]
    [InlineData("""{"architecture":"amd64","os":"linux","created":"yesterday","rootfs":{"type":"layers","diff_ids":[]}}""", "created: expected a date")]
    [InlineData("""{"architecture":"amd64","os":"linux","config":{"Env":[1]},"rootfs":{"type":"layers","diff_ids":[]}}""", "config.Env[0]: expected a string")]
    [InlineData("""{"architecture":"amd64","os":"linux","config":{"Healthcheck":{"Retries":99999999999}},"rootfs":{"type":"layers","diff_ids":[]}}""", "config.Healthcheck.Retries")]
    public void A_wrong_configuration_is_refused_with_the_place(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<SpecException>(() => Config(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_manifest_comes_back_as_it_was_written()
    {
        var manifest = new ImageManifest(new Descriptor(MediaTypes.Config, Some, 5), [new Descriptor(MediaTypes.LayerZstd, Some, 7)])
        {
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" },
        };
        ImageManifest read = ImageManifest.Parse(manifest.ToJson(), "manifest");
        Assert.Equal(manifest.ToJson(), read.ToJson());
        Assert.Equal((7L, "b"), (read.Layers[0].Size, read.Annotations["a"]));
    }

    [Theory]
    [InlineData("\"size\":7", "\"size\":-1", "layers[0].size")]
    [InlineData("\"size\":7", "\"size\":\"7\"", "layers[0].size: expected a number")]
    [InlineData("\"schemaVersion\":2", "\"schemaVersion\":1", "schemaVersion: only")]
    [InlineData("tar+zstd", "tar+brotli", "layers[0]: layers of type")]
    [InlineData("sha256:0", "sha257:0", "config.digest: expected a sha256")]
    [InlineData("config.v1+json", "helm.v1+json", "config: not a container image")]
    public void A_wrong_manifest_is_refused_with_the_place(string good, string bad, string expected)
    {
        string text = Encoding.UTF8.GetString(new ImageManifest(new Descriptor(MediaTypes.Config, Some, 5), [new Descriptor(MediaTypes.LayerZstd, Some, 7)]).ToJson());
        byte[] wrong = Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<SpecException>(() => ImageManifest.Parse(wrong, "manifest")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_layers_are_refused()
    {
        var manifest = new ImageManifest(new Descriptor(MediaTypes.Config, Some, 5), [.. Enumerable.Repeat(new Descriptor(MediaTypes.Layer, Some, 1), 128)]);
        Assert.Contains("128 layers", Assert.Throws<SpecException>(() => ImageManifest.Parse(manifest.ToJson(), "manifest")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_gives_the_image_for_the_platform_and_never_an_attestation()
    {
        Descriptor arm = new(MediaTypes.Manifest, Some, 1) { Platform = new Platform("linux", "arm64") };
        Descriptor proof = new(MediaTypes.Manifest, Some, 2) { Platform = new Platform("unknown", "unknown") };
        Descriptor reference = new(MediaTypes.Manifest, Some, 3)
        {
            Platform = Platform.Default,
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["vnd.docker.reference.type"] = "attestation-manifest" },
        };
        Descriptor wanted = new(MediaTypes.Manifest, Some, 4) { Platform = Platform.Default };
        ImageIndex index = ImageIndex.Parse(new ImageIndex([arm, proof, reference, wanted]).ToJson(), "index");
        Assert.Equal(4, index.Select(Platform.Default)!.Size);
        Assert.Null(new ImageIndex([arm, proof, reference]).Select(Platform.Default));
    }

    private static ImageConfig Config(string json) => ImageConfig.Parse(Encoding.UTF8.GetBytes(json), "config");
}
