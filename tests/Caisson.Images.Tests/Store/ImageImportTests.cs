using Caisson.Images.Tests.Layers;
using Caisson.Linux;
using Caisson.Oci;
using Caisson.Oci.Images;

namespace Caisson.Images.Tests.Store;

public sealed class ImageImportTests : IDisposable
{
    private readonly TemporaryDirectory _temp = new();
    private readonly ImageStore _store;

    public ImageImportTests() => _store = ImageStore.Open(_temp["store"]);

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_layout_directory_becomes_an_image_with_its_layers_unpacked()
    {
        LayoutBuilder layout = new(_temp["layout"]);
        byte[] lower = LayoutBuilder.Layer("a", "1"), upper = LayoutBuilder.Layer("b", "2");
        Digest id = layout.Image([LayoutBuilder.Gzip(lower), upper], "example.org/app:1", [lower, upper], config: "{\"Cmd\":[\"x\",\"y z\"],\"User\":\"me\"}");
        StoredImage image = _store.Import(layout.Path).Image;
        Assert.Equal((id, "example.org/app:1"), (image.Id, Assert.Single(image.Names).ToString()));
        Assert.Equal("x|y z", string.Join('|', image.Config.Container.Cmd));
        Assert.Equal(lower.Length + upper.Length, image.Size);
        IReadOnlyList<string> directories = _store.LayerDirectories(image);
        Assert.Equal("2", File.ReadAllText($"{directories[0]}/b"));
        Assert.Equal("1", File.ReadAllText($"{directories[1]}/a"));
        AssertClean();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("plain")]
    public void A_layout_archive_is_recognised_compressed_or_not(string compression)
    {
        Here.NeedsProgram("tar");
        LayoutBuilder layout = new(_temp["layout"]);
        Digest id = layout.Image([LayoutBuilder.Layer("a", "1")]);
        Here.Run("tar", "--create", "--file", _temp["a.tar"], "--directory", layout.Path, ".");
        StoredImage image = _store.Import(Compress(_temp["a.tar"], compression), ImageReference.Parse("app")).Image;
        Assert.Equal((id, "docker.io/library/app:latest"), (image.Id, image.Names[0].ToString()));
        AssertClean();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("plain")]
    public void A_root_archive_is_recognised_compressed_or_not(string compression)
    {
        byte[] archive = new TarBuilder().Directory("./").Directory("etc").File("etc/passwd", "root").Build();
        File.WriteAllBytes(_temp["root.tar"], archive);
        StoredImage image = _store.Import(Compress(_temp["root.tar"], compression), ImageReference.Parse("root")).Image;
        Assert.Equal("root", File.ReadAllText($"{_store.LayerDirectories(image)[0]}/etc/passwd"));
        Assert.Equal(Platform.Default, image.Config.Platform);
        AssertClean();
    }

    [Fact]
    public void Gzip_members_after_the_first_count()
    {
        byte[] archive = new TarBuilder().File("a", "1").File("b", new byte[100_000]).Build();
        File.WriteAllBytes(_temp["two.gz"], [.. LayoutBuilder.Gzip(archive[..700]), .. LayoutBuilder.Gzip(archive[700..])]);
        StoredImage image = _store.Import(_temp["two.gz"]).Image;
        Assert.Equal(100_000, new FileInfo($"{_store.LayerDirectories(image)[0]}/b").Length);
    }

    [Fact]
    public void A_directory_with_a_configuration_gives_the_same_id_each_time()
    {
        _temp.MakeDirectory("root");
        _temp.Write("root/hello", "program");
        var config = new ImageConfig { Created = DateTimeOffset.UnixEpoch, Container = new ImageContainerConfig { Entrypoint = ["/hello"] } };
        StoredImage first = _store.ImportRootfs(_temp["root"], config, ImageReference.Parse("caisson/hello")).Image;
        StoredImage second = _store.ImportRootfs(_temp["root"], config, ImageReference.Parse("caisson/hello")).Image;
        Assert.Equal(first.Id, second.Id);
        StoredImage listed = Assert.Single(_store.List());
        Assert.Equal("caisson/hello:latest", Assert.Single(listed.Names).Familiar);
        Assert.Equal("program", File.ReadAllText($"{_store.LayerDirectories(second)[0]}/hello"));
    }

    [Fact]
    public void Images_share_layers_that_stand_on_the_same_ones()
    {
        LayoutBuilder one = new(_temp["one"]), two = new(_temp["two"]);
        byte[] shared = LayoutBuilder.Layer("a", "1");
        one.Image([shared, LayoutBuilder.Layer("b", "1")], "x/one:1");
        two.Image([shared, LayoutBuilder.Layer("b", "2")], "x/two:1");
        IReadOnlyList<string> first = _store.LayerDirectories(_store.Import(one.Path).Image);
        File.Delete(two.BlobPath(Digest.FromSha256(System.Security.Cryptography.SHA256.HashData(shared))));
        IReadOnlyList<string> second = _store.LayerDirectories(_store.Import(two.Path).Image);
        Assert.Equal(first[1], second[1]);
        Assert.NotEqual(first[0], second[0], StringComparer.Ordinal);
    }

    [Fact]
    public void The_right_platform_is_chosen_and_attestations_never_are()
    {
        LayoutBuilder layout = new(_temp["layout"]);
        layout.Image([LayoutBuilder.Layer("a", "arm")], architecture: "arm64", platform: LayoutBuilder.Platform("arm64"));
        layout.Image([LayoutBuilder.Layer("a", "proof")], platform: LayoutBuilder.Platform("unknown"));
        layout.Image([LayoutBuilder.Layer("a", "proof2")], platform: LayoutBuilder.Platform("amd64"), annotations: ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}");
        Digest id = layout.Image([LayoutBuilder.Layer("a", "amd")], platform: LayoutBuilder.Platform("amd64"));
        layout.Nest();
        Assert.Equal(id, _store.Import(layout.Path, ImageReference.Parse("app")).Image.Id);
    }

    [Fact]
    public void A_name_chooses_among_several_images()
    {
        LayoutBuilder layout = new(_temp["layout"]);
        layout.Image([LayoutBuilder.Layer("a", "1")], "x/a:1");
        Digest second = layout.Image([LayoutBuilder.Layer("a", "2")], "x/a:2");
        string message = Assert.Throws<ImageException>(() => _store.Import(layout.Path)).Message;
        Assert.Contains("x/a:1, x/a:2", message, StringComparison.Ordinal);
        Assert.Equal(second, _store.Import(layout.Path, ImageReference.Parse("x/a:2")).Image.Id);
    }

    public static TheoryData<string, string> BadLayouts() => new()
    {
        { "layer content", "does not have the content" },
        { "layer truncated", "has 512 bytes" },
        { "layer longer", "is larger than" },
        { "diff id", "configuration says" },
        { "layer missing", "no such file" },
        { "config content", "does not have the content" },
        { "config type", "rootfs.diff_ids[0]: expected a string" },
        { "layer count", "1 layers, the configuration 2" },
        { "other platform", "linux/arm64" },
        { "only attestations", "no image" },
        { "schema", "schemaVersion" },
        { "artifact", "not a container image" },
        { "media type", "are not supported" },
        { "version", "imageLayoutVersion" },
        { "link", "no such file" },
    };

    [Theory]
    [MemberData(nameof(BadLayouts))]
    public void A_bad_layout_is_refused_and_leaves_nothing(string problem, string expected)
    {
        LayoutBuilder layout = new(_temp["layout"]);
        byte[] layer = LayoutBuilder.Layer("a", "content");
        string blob = layout.BlobPath(Digest.FromSha256(System.Security.Cryptography.SHA256.HashData(layer)));
        Digest id = layout.Image(
            [layer],
            architecture: problem is "other platform" ? "arm64" : "amd64",
            platform: problem is "only attestations" ? LayoutBuilder.Platform("unknown") : "",
            plain: problem switch { "diff id" => [[1]], "layer count" => [layer, layer], _ => null },
            editConfig: problem is "config type" ? text => text.Replace("[\"sha256", "[5,\"sha256", StringComparison.Ordinal) : null,
            editManifest: text => problem switch
            {
                "schema" => text.Replace("\"schemaVersion\":2", "\"schemaVersion\":1", StringComparison.Ordinal),
                "artifact" => text.Replace("image.config.v1+json", "other.v1+json", StringComparison.Ordinal),
                "media type" => text.Replace("layer.v1.tar", "layer.v1.zip", StringComparison.Ordinal),
                _ => text,
            });
        switch (problem)
        {
            case "layer content":
                File.WriteAllBytes(blob, new TarBuilder().File("a", "CONTENT").Build());
                break;
            case "layer truncated":
                File.WriteAllBytes(blob, new TarBuilder().Directory("a").WithoutEnd());
                break;
            case "layer longer":
                File.AppendAllText(blob, new string('\0', 1024));
                break;
            case "layer missing":
                File.Delete(blob);
                break;
            case "link":
                File.Move(blob, _temp["elsewhere"]);
                File.CreateSymbolicLink(blob, _temp["elsewhere"]);
                break;
            case "config content":
                File.WriteAllText(layout.BlobPath(id), "{}");
                break;
            case "version":
                _temp.Write("layout/oci-layout", "{\"imageLayoutVersion\":\"7\"}");
                break;
        }

        Exception refusal = Assert.ThrowsAny<Exception>(() => _store.Import(layout.Path));
        Assert.True(refusal is ImageException or SpecException, refusal.ToString());
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        AssertEmpty();
    }

    public static TheoryData<string, string> BadFiles() => new()
    {
        { "text", "checksum" },
        { "empty", "truncated" },
        { "no entries", "the archive is empty" },
        { "truncated", "truncated" },
        { "truncated gzip", "" },
        { "damaged gzip", "" },
        { "damaged zstd", "zstd" },
        { "xz", "xz compression is not supported" },
        { "docker", "docker-archive" },
        { "up", "goes up" },
        { "directory", "the directory is empty" },
        { "missing", "no such file" },
        { "fifo", "neither a directory nor a regular file" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_source_is_refused_in_one_line_and_leaves_nothing(string problem, string expected)
    {
        byte[] archive = new TarBuilder().Directory("etc").File("etc/a", new byte[200_000]).Build();
        var random = new byte[100_000];
        new Random(3).NextBytes(random);
        byte[] gzip = LayoutBuilder.Gzip(new TarBuilder().Directory("etc").File("etc/a", random).Build());
        byte[]? content = problem switch
        {
            "text" => [.. Enumerable.Repeat((byte)'x', 2000)],
            "empty" => [],
            "no entries" => new byte[1024],
            "truncated" => archive[..100_000],
            "truncated gzip" => gzip[..50_000],
            "damaged gzip" => [.. gzip[..5000], .. gzip[6000..]],
            "damaged zstd" => [0x28, 0xB5, 0x2F, 0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3],
            "xz" => [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 0],
            "docker" => new TarBuilder().File("manifest.json", "[]").File($"{new string('a', 64)}.json", "{}").File($"{new string('b', 64)}/layer.tar", "").Build(),
            "up" => new TarBuilder().Directory("etc").File("../x", "").Build(),
            _ => null,
        };
        if (content is not null)
        {
            File.WriteAllBytes(_temp["source"], content);
        }
        else if (problem is "directory")
        {
            _temp.MakeDirectory("source");
        }
        else if (problem is "fifo")
        {
            Linux.Files.FileCalls.TryMakeNode(_temp.Handle, "source", Linux.Files.FileStatus.S_IFIFO | 0x180);
        }

        Exception refusal = Assert.ThrowsAny<Exception>(() => _store.Import(_temp["source"], ImageReference.Parse("x")));
        Assert.True(refusal is ImageException or LinuxException, refusal.ToString());
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        AssertEmpty();
    }

    [Fact]
    public void An_opaque_root_leaves_the_layers_below_out()
    {
        Here.NeedsRoot();
        LayoutBuilder layout = new(_temp["layout"]);
        layout.Image([LayoutBuilder.Layer("a", "1"), new TarBuilder().File(".wh..wh..opq", "").File("b", "2").Build(), LayoutBuilder.Layer("c", "3")]);
        StoredImage image = _store.Import(layout.Path).Image;
        Assert.Equal(2, _store.LayerDirectories(image).Count);
        Assert.Equal(3, image.DiffIds.Count);
    }

    [Fact]
    public void A_full_disk_is_one_clear_error_and_leaves_nothing()
    {
        Here.NeedsRoot();
        Here.NeedsProgram("mount");
        string disk = _temp.MakeDirectory("disk");
        Here.Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk);
        try
        {
            using var store = ImageStore.Open($"{disk}/store");
            File.WriteAllBytes(_temp["big.tar"], new TarBuilder().File("a", new byte[5 << 20]).Build());
            LinuxException error = Assert.Throws<LinuxException>(() => store.Import(_temp["big.tar"]));
            Assert.Equal(Errno.ENOSPC, error.Errno);
            Assert.Empty(Directory.GetFileSystemEntries($"{disk}/store/staging"));
            File.WriteAllBytes(_temp["small.tar"], LayoutBuilder.Layer("a", "1"));
            store.Import(_temp["small.tar"]);
        }
        finally
        {
            Here.Run("umount", disk);
        }
    }

    private string Compress(string file, string compression)
    {
        if (compression is "plain")
        {
            return file;
        }

        Here.NeedsProgram(compression);
        Here.Run(compression, "-q", file);
        return file + (compression is "gzip" ? ".gz" : ".zst");
    }

    private void AssertEmpty()
    {
        Assert.Empty(_store.List());
        if (Directory.Exists(_store.Root))
        {
            Assert.Empty(Directory.GetFileSystemEntries($"{_store.Root}/images/blobs/sha256"));
            Assert.Empty(Directory.GetFileSystemEntries($"{_store.Root}/layers"));
            AssertClean();
        }
    }

    private void AssertClean() => Assert.Empty(Directory.GetFileSystemEntries($"{_store.Root}/staging"));
}
