using System.Text;
using Caisson.Images.Layers;
using Caisson.Linux.Files;

namespace Caisson.Images.Tests.Layers;

public sealed class TarReaderTests
{
    [Fact]
    public void Names_that_are_not_utf8_keep_their_bytes()
    {
        byte[] name = [(byte)'a', 0xFF, 0xC3, (byte)'/', 0xE9, 0x80];
        TarEntry entry = Single(new TarBuilder().Header(FileName.Decode(name)));
        Assert.Equal(name, FileName.Encode(entry.Name));
    }

    [Fact]
    public void A_gnu_long_name_and_link_replace_those_of_the_header()
    {
        string name = new('n', 300), link = new('l', 200);
        TarEntry entry = Single(new TarBuilder()
            .Header("././@LongLink", 'L', size: 301).Data([.. Encoding.ASCII.GetBytes(name), 0])
            .Header("././@LongLink", 'K', size: 201).Data([.. Encoding.ASCII.GetBytes(link), 0])
            .Symlink("short", "short"));
        Assert.Equal((name, link), (entry.Name, entry.LinkName));
    }

    [Fact]
    public void A_prefix_comes_before_the_name()
    {
        TarEntry entry = Single(new TarBuilder().Header("file", edit: block => "some/where"u8.CopyTo(block.AsSpan(345))));
        Assert.Equal("some/where/file", entry.Name);
    }

    [Fact]
    public void A_gnu_header_has_times_where_others_have_a_prefix()
    {
        TarEntry entry = Single(new TarBuilder().Header("file", magic: "ustar  \0", edit: block => "12345670123"u8.CopyTo(block.AsSpan(345))));
        Assert.Equal("file", entry.Name);
    }

    [Fact]
    public void Base_256_numbers_are_read()
    {
        TarEntry entry = Single(new TarBuilder().Header("file", edit: block =>
        {
            ((ReadOnlySpan<byte>)[0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFE]).CopyTo(block.AsSpan(108));
            ((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF6]).CopyTo(block.AsSpan(136));
        }));
        Assert.Equal((uint.MaxValue - 1, -10L), (entry.Uid, entry.ModifiedSeconds));
    }

    [Theory]
    [InlineData("1.5", 1, 500_000_000)]
    [InlineData("-1.25", -2, 750_000_000)]
    [InlineData("-3", -3, 0)]
    [InlineData("7.1234567899", 7, 123_456_789)]
    public void Times_of_extended_headers_have_nanoseconds(string text, long seconds, int nanoseconds)
    {
        TarEntry entry = Single(new TarBuilder().Pax("mtime", text).Header("file"));
        Assert.Equal((seconds, (uint)nanoseconds), (entry.ModifiedSeconds, entry.ModifiedNanoseconds));
    }

    [Fact]
    public void Extended_attributes_are_bytes()
    {
        byte[] value = [1, 0, 0, 2, 0, (byte)'\n', 0xFF, (byte)'='];
        TarEntry entry = Single(new TarBuilder().Pax(("SCHILY.xattr.security.capability", value)).Header("file"));
        (string key, byte[] read) = Assert.Single(entry.Xattrs);
        Assert.Equal("security.capability", key);
        Assert.Equal(value, read);
    }

    [Fact]
    public void A_global_header_holds_until_an_entry_says_otherwise()
    {
        List<TarEntry> entries = ReadAll(new TarBuilder()
            .Extended('g', ("uid", "7"u8.ToArray()), ("SCHILY.xattr.user.a", "g"u8.ToArray()))
            .Header("a")
            .Pax(("uid", "8"u8.ToArray()), ("SCHILY.xattr.user.a", "x"u8.ToArray())).Header("b")
            .Header("c").Build());
        Assert.Equal([7u, 8u, 7u], entries.Select(e => e.Uid));
        Assert.Equal("g,x,g", string.Join(',', entries.Select(e => Encoding.ASCII.GetString(Assert.Single(e.Xattrs).Value))));
    }

    [Fact]
    public void The_size_of_an_extended_header_counts()
    {
        List<TarEntry> entries = ReadAll(new TarBuilder().Pax("size", "3").Header("a").Data("abc"u8.ToArray()).Header("b").Build());
        Assert.Equal([3L, 0L], entries.Select(e => e.Size));
    }

    [Fact]
    public void Only_the_end_marker_ends_an_archive_that_nothing_vouches_for()
    {
        byte[] archive = new TarBuilder().File("a", "content").WithoutEnd();
        Assert.Single(ReadAll(archive, mustEnd: false));
        Assert.Contains("truncated", Refused(archive), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(512)]
    [InlineData(515)]
    [InlineData(1000)]
    public void An_archive_that_ends_inside_an_entry_is_truncated(int length)
    {
        byte[] archive = new TarBuilder().File("a", new byte[512]).Build()[..length];
        Assert.Contains("truncated", Refused(archive, mustEnd: false), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Damaged() => new()
    {
        { "checksum", "checksum" },
        { "number", "not a number" },
        { "negative size", "negative" },
        { "type", "type 0x41" },
        { "pax length", "wrong length" },
        { "pax key", "no key" },
        { "pax size", "not a number" },
        { "pax too large", "extended header" },
        { "global too large", "extended header" },
        { "pax without entry", "describes another entry" },
        { "attributes", "too many extended attributes" },
        { "nul", "NUL" },
        { "uid", "out of range" },
        { "empty block", "empty block" },
        { "file too large", "too large" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damage_is_refused_in_one_line(string what, string expected)
    {
        TarBuilder tar = new();
        byte[] archive = what switch
        {
            "checksum" => Change(tar.Header("a").Build(), 0),
            "number" => tar.Header("a", edit: block => block[124] = (byte)'9').Build(),
            "negative size" => tar.Header("a", edit: block => block.AsSpan(124, 12).Fill(0xFF)).Build(),
            "type" => tar.Header("a", 'A').Build(),
            "pax length" => tar.Header("x", 'x', size: 9).Data("99 a=bcd\n"u8.ToArray()).Header("a").Build(),
            "pax key" => tar.Header("x", 'x', size: 6).Data("6 =bc\n"u8.ToArray()).Header("a").Build(),
            "pax size" => tar.Pax("size", "-5").Header("a").Build(),
            "pax too large" => tar.Header("x", 'x', size: 1L << 32).Build(),
            "global too large" => tar.Extended('g', ("comment", new byte[700_000])).Extended('g', ("comment", new byte[700_000])).Build(),
            "pax without entry" => tar.Pax("path", "a").Build(),
            "attributes" => tar.Pax([.. Enumerable.Range(0, 600).Select(i => ($"SCHILY.xattr.user.{i}", "v"u8.ToArray()))]).Header("a").Build(),
            "nul" => tar.Pax(("path", "a\0b"u8.ToArray())).Header("a").Build(),
            "uid" => tar.Pax("uid", "4294967296").Header("a").Build(),
            "empty block" => [.. tar.Header("a").WithoutEnd(), .. new byte[512], .. new TarBuilder().Header("b").Build()],
            _ => tar.Header("a", edit: block => ((ReadOnlySpan<byte>)[0x80, 0, 0, 0, 0x7F, 0, 0, 0, 0, 0, 0, 0]).CopyTo(block.AsSpan(124))).Build(),
        };
        string message = Refused(archive);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        byte[] archive = new TarBuilder().Header("a").Header("b").Header("c").Build();
        var reader = new TarReader(new MemoryStream(archive), LayerLimits.Default with { MaxEntries = 2 }, mustEnd: true);
        reader.ReadEntry();
        reader.ReadEntry();
        Assert.Throws<ImageException>(reader.ReadEntry);
    }

    [Fact]
    public void Random_damage_gives_entries_or_one_error_and_always_ends()
    {
        byte[] good = new TarBuilder()
            .Directory("d").File("d/f", new byte[700]).Symlink("s", "d/f").HardLink("h", "d/f")
            .Pax(("path", "p"u8.ToArray()), ("SCHILY.xattr.user.x", [1, 2, 3])).File("x", "data")
            .Pax(("GNU.sparse.major", "1"u8.ToArray()), ("GNU.sparse.minor", "0"u8.ToArray()), ("GNU.sparse.name", "n"u8.ToArray()), ("GNU.sparse.realsize", "9000"u8.ToArray()))
            .Header("sparse", size: 516).Data([.. "1\n8000\n4\n"u8.ToArray(), .. new byte[503], .. "abcd"u8.ToArray()])
            .Header("L", 'L', size: 5).Data("name\0"u8.ToArray()).Header("l")
            .Build();
        Assert.Equal(7, ReadAll(good).Count);
        var random = new Random(20240101);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = good[..^(round % 5 == 0 ? random.Next(good.Length) : 0)];
            for (int i = random.Next(1, 6); i > 0 && damaged.Length > 0; i--)
            {
                int at = random.Next(damaged.Length);
                damaged[at] = (byte)random.Next(256);
                FixChecksum(damaged, at / 512 * 512);
            }

            try
            {
                ReadAll(damaged, mustEnd: round % 2 == 0);
            }
            catch (ImageException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    internal static List<TarEntry> ReadAll(byte[] archive, bool mustEnd = true)
    {
        var reader = new TarReader(new MemoryStream(archive), LayerLimits.Default, mustEnd);
        var entries = new List<TarEntry>();
        byte[] buffer = new byte[1000];
        while (reader.ReadEntry() is { } entry)
        {
            entries.Add(entry);
            while (reader.Read(buffer) > 0)
            {
            }
        }

        return entries;
    }

    private static TarEntry Single(TarBuilder archive) => Assert.Single(ReadAll(archive.Build()));

    private static string Refused(byte[] archive, bool mustEnd = true) =>
        Assert.Throws<ImageException>(() => ReadAll(archive, mustEnd)).Message;

    private static byte[] Change(byte[] archive, int at)
    {
        archive[at]++;
        return archive;
    }

    // Otherwise the checksum would catch nearly everything and the code behind it would never see damage.
    private static void FixChecksum(byte[] archive, int at)
    {
        if (at + 512 <= archive.Length && archive.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
        {
            Span<byte> block = archive.AsSpan(at, 512);
            block.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte b in block)
            {
                sum += b;
            }

            TarBuilder.Field(sum, 8).CopyTo(block.Slice(148, 8));
        }
    }
}
