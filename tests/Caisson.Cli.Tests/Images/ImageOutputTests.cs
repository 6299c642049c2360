using System.Text;
using System.Text.Json;
using Caisson.Cli.Images;
using Caisson.Cli.Output;
using Caisson.Images;
using Caisson.Oci.Images;

namespace Caisson.Cli.Tests.Images;

public sealed class ImageOutputTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly StoredImage Busybox = new()
    {
        Id = Digest.Parse("sha256:" + new string('a', 64)),
        Manifest = new Descriptor(MediaTypes.Manifest, Digest.Parse("sha256:" + new string('b', 64)), 100),
        Names = [ImageReference.Parse("busybox:1.36"), ImageReference.Parse("quay.example/tools/busybox:latest")],
        Size = 4_260_000,
        Config = new ImageConfig
        {
            Created = Now.AddDays(-3),
            DiffIds = [Digest.Parse("sha256:" + new string('c', 64))],
            Container = new ImageContainerConfig
            {
                Cmd = ["sh"],
                Env = ["PATH=/bin"],
                ExposedPorts = ["80/tcp"],
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "test\u001b[31m" },
            },
        },
    };

    private static readonly StoredImage Dangling = Busybox with
    {
        Id = Digest.Parse("sha256:" + new string('d', 64)),
        Names = [],
        Config = new ImageConfig(),
    };

    [Fact]
    public void Images_are_listed_by_name_as_Docker_lists_them() =>
        Assert.Equal(
            """
            REPOSITORY                   TAG       IMAGE ID       CREATED      SIZE
            busybox                      1.36      aaaaaaaaaaaa   3 days ago   4.26MB
            quay.example/tools/busybox   latest    aaaaaaaaaaaa   3 days ago   4.26MB
            <none>                       <none>    dddddddddddd   N/A          4.26MB

            """.ReplaceLineEndings("\n"), List(new ImagesRequest()));

    [Fact]
    public void Ids_can_be_shown_whole_and_alone() =>
        Assert.Equal($"sha256:{new string('a', 64)}\nsha256:{new string('a', 64)}\nsha256:{new string('d', 64)}\n", List(new ImagesRequest { Quiet = true, NoTruncation = true }));

    [Fact]
    public void Fields_have_Dockers_names() =>
        Assert.Equal(
            $"busybox 1.36 sha256:{new string('b', 64)} 2026-03-07 12:00:00 +0000 UTC N/A",
            List(new ImagesRequest { Format = "{{.Repository}} {{.Tag}} {{.Digest}} {{.CreatedAt}} {{.Containers}}" }).Split('\n')[0]);

    [Fact]
    public void Digests_are_one_more_column() =>
        Assert.StartsWith("REPOSITORY                   TAG       DIGEST ", List(new ImagesRequest { Digests = true }), StringComparison.Ordinal);

    [Theory]
    [InlineData("dangling=true", "<none>")]
    [InlineData("dangling=false", "busybox quay.example/tools/busybox")]
    [InlineData("label=kind", "busybox quay.example/tools/busybox")]
    [InlineData("label=kind=other", "")]
    [InlineData("reference=busybox", "busybox")]
    [InlineData("reference=busybox:1.36", "busybox")]
    [InlineData("reference=busybox:latest", "")]
    [InlineData("reference=quay.example/tools/busybox", "quay.example/tools/busybox")]
    public void Filters_select_rows(string filter, string expected)
    {
        ImageFilter parsed = ImageFilter.Parse(filter);
        Assert.Equal(expected, string.Join(' ', Rows().Where(parsed.Matches).Select(row => row.Name?.FamiliarRepository ?? "<none>")));
    }

    [Theory]
    [InlineData("dangling")]
    [InlineData("before=busybox")]
    [InlineData("dangling=maybe")]
    public void Other_filters_are_refused(string filter) => Assert.Throws<FormatException>(() => ImageFilter.Parse(filter));

    [Fact]
    public void An_image_is_inspected_in_Dockers_shape()
    {
        var inspection = new Inspection();
        inspection.Add(json => ImageDocument.Write(json, Busybox));
        using JsonDocument document = JsonDocument.Parse(Print(output => inspection.Print(output, null)));
        JsonElement image = document.RootElement[0];
        Assert.Equal(Busybox.Id.ToString(), image.GetProperty("Id").GetString());
        Assert.Equal("""["busybox:1.36","quay.example/tools/busybox:latest"]""", Compact(image.GetProperty("RepoTags")));
        Assert.Equal("2026-03-07T12:00:00.0000000Z", image.GetProperty("Created").GetString());
        Assert.Equal("""{"80/tcp":{}}""", Compact(image.GetProperty("Config").GetProperty("ExposedPorts")));
        Assert.Equal("""["sh"]""", Compact(image.GetProperty("Config").GetProperty("Cmd")));
        Assert.Equal(JsonValueKind.Null, image.GetProperty("Config").GetProperty("Entrypoint").ValueKind);
        Assert.Equal("amd64", image.GetProperty("Architecture").GetString());
        Assert.Equal($"[{Busybox.Config.DiffIds[0]}]\n", Print(output => inspection.Print(output, "{{.RootFS.Layers}}")));
    }

    [Fact]
    public void Inspected_text_cannot_drive_the_terminal()
    {
        var inspection = new Inspection();
        inspection.Add(json => ImageDocument.Write(json, Busybox));
        Assert.DoesNotContain('\u001b', Print(output => inspection.Print(output, null)));
        Assert.DoesNotContain('\u001b', Print(output => inspection.Print(output, "json")));
    }

    private static string Compact(JsonElement json) => json.GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static IReadOnlyList<ImageRow> Rows() =>
        [new(Busybox, Busybox.Names[0]), new(Busybox, Busybox.Names[1]), new(Dangling, null)];

    private static string List(ImagesRequest request) =>
        Print(output => ImagesCommand.Listing(request, Now).Write(output, Rows(), request.Format, request.Quiet));

    private static string Print(Action<TextOutput> write)
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        write(output);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
