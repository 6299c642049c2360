using System.Text;
using Caisson.Images.Layers;

namespace Caisson.Images.Tests.Layers;

public sealed class TarSparseTests
{
    public static TheoryData<string> Formats() => new("old gnu", "0.0", "0.1", "1.0");

    [Theory]
    [MemberData(nameof(Formats))]
    public void All_ways_to_write_a_sparse_file_mean_the_same(string format)
    {
        byte[] archive = Sparse(format, 1_000_000, (4096, "abcd"), (500_000, "efg"));
        var reader = new TarReader(new MemoryStream(archive), LayerLimits.Default, mustEnd: true);
        TarEntry entry = reader.ReadEntry()!;
        Assert.Equal(("dir/file", 1_000_000L), (entry.Name, entry.Size));
        Assert.Equal([new TarRegion(4096, 4), new TarRegion(500_000, 3)], entry.Regions);
        byte[] data = new byte[100];
        int length = 0;
        for (int count; (count = reader.Read(data.AsSpan(length))) > 0;)
        {
            length += count;
        }

        Assert.Equal("abcdefg", Encoding.ASCII.GetString(data, 0, length));
        Assert.Equal("next", reader.ReadEntry()!.Name);
    }

    [Fact]
    public void An_old_gnu_map_goes_on_in_more_blocks()
    {
        (long, string)[] regions = [.. Enumerable.Range(0, 60).Select(i => (i * 10_000L, "x"))];
        TarEntry entry = new TarReader(new MemoryStream(Sparse("old gnu", 1_000_000, regions)), LayerLimits.Default, mustEnd: true).ReadEntry()!;
        Assert.Equal(60, entry.Regions!.Count);
        Assert.Equal(0x1A4u, entry.Mode);
    }

    public static TheoryData<string, string> BadMaps()
    {
        var data = new TheoryData<string, string>();
        foreach (string format in (string[])["old gnu", "0.0", "0.1", "1.0"])
        {
            foreach (string damage in (string[])["overlap", "beyond", "more data"])
            {
                data.Add(format, damage);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadMaps))]
    public void A_map_that_contradicts_itself_is_refused(string format, string damage)
    {
        byte[] archive = damage switch
        {
            "overlap" => Sparse(format, 1000, (100, "abcd"), (102, "ef")),
            "beyond" => Sparse(format, 1000, (998, "abcd")),
            _ => Sparse(format, 1000, extra: 5, (0, "abcd")),
        };
        Assert.Contains("damaged", Assert.Throws<ImageException>(() => TarReaderTests.ReadAll(archive)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_with_too_many_regions_is_refused_before_it_is_read()
    {
        byte[] archive = new TarBuilder()
            .Pax(("GNU.sparse.major", "1"u8.ToArray()), ("GNU.sparse.minor", "0"u8.ToArray()), ("GNU.sparse.realsize", "10"u8.ToArray()))
            .Header("a", size: 512).Data([.. "9999999999\n"u8.ToArray(), .. new byte[501]]).Build();
        Assert.Contains("too many regions", Assert.Throws<ImageException>(() => TarReaderTests.ReadAll(archive)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gnu", "")]
    [InlineData("pax", "0.0")]
    [InlineData("pax", "0.1")]
    [InlineData("pax", "1.0")]
    public void Sparse_files_from_gnu_tar_stay_sparse(string format, string version)
    {
        Here.NeedsProgram("tar");
        using var temp = new TemporaryDirectory();
        temp.MakeDirectory("source");
        using (FileStream file = File.Create(temp["source/sparse"]))
        {
            file.Seek(3 << 20, SeekOrigin.Begin);
            file.Write(Encoding.ASCII.GetBytes("middle"));
            file.SetLength(9 << 20);
        }

        string[] options = version.Length > 0 ? [$"--sparse-version={version}"] : [];
        Here.Run("tar", ["--create", "--sparse", $"--format={format}", .. options, "--file", temp["a.tar"], "--directory", temp["source"], "."]);
        temp.MakeDirectory("target");
        Unpacking.Unpack(File.ReadAllBytes(temp["a.tar"]), temp["target"]);
        Assert.Equal(File.ReadAllBytes(temp["source/sparse"]), File.ReadAllBytes(temp["target/sparse"]));
        Assert.True(long.Parse(Here.Run("stat", "--format=%b", temp["target/sparse"])) * 512 < 1 << 20);
    }

    private static byte[] Sparse(string format, long size, params (long Offset, string Data)[] regions) => Sparse(format, size, extra: 0, regions);

    private static byte[] Sparse(string format, long size, int extra, params (long Offset, string Data)[] regions)
    {
        byte[] data = [.. regions.SelectMany(r => Encoding.ASCII.GetBytes(r.Data)), .. new byte[extra]];
        var tar = new TarBuilder();
        byte[] sizeText = Encoding.ASCII.GetBytes($"{size}"), name = "dir/file"u8.ToArray();
        switch (format)
        {
            case "old gnu":
                OldGnu(tar, size, regions, data);
                break;
            case "0.0":
                tar.Pax([("GNU.sparse.size", sizeText), ("GNU.sparse.numblocks", Encoding.ASCII.GetBytes($"{regions.Length}")),
                    .. regions.SelectMany(r => new[]
                    {
                        ("GNU.sparse.offset", Encoding.ASCII.GetBytes($"{r.Offset}")), ("GNU.sparse.numbytes", Encoding.ASCII.GetBytes($"{r.Data.Length}")),
                    })]).Header("dir/file", size: data.Length).Data(data);
                break;
            case "0.1":
                tar.Pax(("GNU.sparse.size", sizeText), ("GNU.sparse.name", name),
                    ("GNU.sparse.map", Encoding.ASCII.GetBytes(string.Join(',', regions.Select(r => $"{r.Offset},{r.Data.Length}")))))
                    .Header("GNUSparseFile.1/file", size: data.Length).Data(data);
                break;
            default:
                byte[] map = Encoding.ASCII.GetBytes($"{regions.Length}\n" + string.Concat(regions.Select(r => $"{r.Offset}\n{r.Data.Length}\n")));
                byte[] stored = [.. map, .. new byte[-map.Length & 511], .. data];
                tar.Pax(("GNU.sparse.major", "1"u8.ToArray()), ("GNU.sparse.minor", "0"u8.ToArray()), ("GNU.sparse.name", name), ("GNU.sparse.realsize", sizeText))
                    .Header("GNUSparseFile.1/file", size: stored.Length).Data(stored);
                break;
        }

        return tar.Header("next").Build();
    }

    private static void OldGnu(TarBuilder tar, long size, (long Offset, string Data)[] regions, byte[] data)
    {
        tar.Header("dir/file", 'S', size: data.Length, magic: "ustar  \0", edit: block =>
        {
            Write(block, 386, regions.Take(4));
            block[482] = regions.Length > 4 ? (byte)1 : (byte)0;
            TarBuilder.Field(size, 12).CopyTo(block, 483);
        });
        for (int i = 4; i < regions.Length; i += 21)
        {
            byte[] block = new byte[512];
            Write(block, 0, regions.Skip(i).Take(21));
            block[504] = regions.Length > i + 21 ? (byte)1 : (byte)0;
            tar.Raw(block);
        }

        tar.Data(data);
    }

    private static void Write(byte[] block, int at, IEnumerable<(long Offset, string Data)> regions)
    {
        foreach ((long offset, string text) in regions)
        {
            TarBuilder.Field(offset, 12).CopyTo(block, at);
            TarBuilder.Field(text.Length, 12).CopyTo(block, at + 12);
            at += 24;
        }
    }
}
