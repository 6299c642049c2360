using Caisson.Linux;
using Caisson.Linux.Files;

namespace Caisson.Images.Tests.Layers;

/// <summary>Nothing outside of the target changes, whatever the archive says (PRODUCT 0.5).</summary>
public sealed class LayerEscapeTests : IDisposable
{
    private readonly TemporaryDirectory _temp = new();
    private readonly string _target;
    private readonly string _before;

    public LayerEscapeTests()
    {
        _target = _temp.MakeDirectory("target");
        _temp.MakeDirectory("outside");
        _temp.MakeDirectory("outside/directory");
        _temp.Write("outside/victim", "untouched");
        _before = Outside();
    }

    public void Dispose() => _temp.Dispose();

    public static TheoryData<string> Refused() => new(
        "up", "up inside", "up with slashes", "hard link up", "hard link to a directory", "root as a file", "whiteout up", "whiteout of itself",
        "whiteout directory", "link loop", "file as a directory", "redirect", "device zero", "hard link to a whiteout");

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_archive_that_asks_for_it_is_refused_in_one_line(string attack)
    {
        TarBuilder tar = new();
        byte[] archive = attack switch
        {
            "up" => tar.File("../outside/victim", "evil").Build(),
            "up inside" => tar.Directory("a").File("a/../../outside/victim", "evil").Build(),
            "up with slashes" => tar.File("//..//outside/victim", "evil").Build(),
            "hard link up" => tar.HardLink("h", "../outside/victim").Build(),
            "hard link to a directory" => tar.Directory("d").HardLink("h", "d").Build(),
            "root as a file" => tar.Symlink("./", "../outside").Build(),
            "whiteout up" => tar.File("a/.wh...", "").Build(),
            "whiteout of itself" => tar.File("a/.wh..", "").Build(),
            "whiteout directory" => tar.File(".wh.a/b", "").Build(),
            "link loop" => tar.Symlink("a", "b").Symlink("b", "a").File("a/x", "evil").Build(),
            "file as a directory" => tar.File("f", "").File("f/x", "evil").Build(),
            "redirect" => tar.Pax(("SCHILY.xattr.trusted.overlay.redirect", "/etc"u8.ToArray())).Directory("d").Build(),
            "device zero" => tar.Header("d", '3').Build(),
            _ => tar.File(".wh.a", "").HardLink("h", "a").Build(),
        };
        Exception refusal = Assert.ThrowsAny<Exception>(() => Unpacking.Unpack(archive, _target));
        Assert.True(refusal is ImageException or LinuxException, refusal.ToString());
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(_before, Outside());
    }

    public static TheoryData<string> Contained() => new(
        "absolute name", "relative link as a parent", "absolute link as a parent", "link that goes up", "chain of links", "file over a link",
        "directory replaced by a link", "link replaced below a cached parent", "hard link to a link", "write to a hard link of a link", "opaque through a link",
        "whiteout through a link", "dangling link as a parent", "directory over a link", "device through a link", "magic link", "root link");

    [Theory]
    [MemberData(nameof(Contained))]
    public void An_archive_that_tries_stays_inside(string attack)
    {
        Here.NeedsRoot();
        string outside = _temp["outside"];
        TarBuilder tar = new();
        byte[] archive = attack switch
        {
            "absolute name" => tar.File($"{outside}/victim", "evil").Build(),
            "relative link as a parent" => tar.Symlink("l", "../outside").File("l/victim", "evil").Build(),
            "absolute link as a parent" => tar.Symlink("l", outside).File("l/victim", "evil").Build(),
            "link that goes up" => tar.Directory("d").Symlink("d/l", "../../../outside").File("d/l/victim", "evil").Build(),
            "chain of links" => tar.Symlink("a", "b/c").Symlink("b", "..").Symlink("c", "outside").File("a/victim", "evil").Build(),
            "file over a link" => tar.Symlink("l", $"{outside}/victim").File("l", "evil").Build(),
            "directory replaced by a link" => tar.Directory("d").File("d/a", "").Symlink("d", outside).File("d/victim", "evil").Build(),
            "link replaced below a cached parent" => tar.Directory("d/e").Symlink("l", "d").File("l/e/a", "").Symlink("l", outside).File("l/e/victim", "evil").Build(),
            "hard link to a link" => tar.Symlink("l", $"{outside}/victim").HardLink("h", "l").File("h", "evil").Build(),
            "write to a hard link of a link" => tar.Symlink("l", outside).HardLink("h", "l").File("h/victim", "evil").Build(),
            "opaque through a link" => tar.Symlink("l", outside).File("l/.wh..wh..opq", "").Build(),
            "whiteout through a link" => tar.Symlink("l", outside).File("l/.wh.victim", "").Build(),
            "dangling link as a parent" => tar.Symlink("l", "../outside/new").File("l/x", "evil").Build(),
            "directory over a link" => tar.Symlink("l", $"{outside}/directory").Directory("l", mode: 0).Build(),
            "device through a link" => tar.Symlink("l", outside).Header("l/device", '3', device: (1, 3)).Build(),
            "magic link" => tar.Symlink("l", "/proc/self/cwd").File("l/evil", "evil").Build(),
            _ => tar.Symlink("l", "/").File($"l{outside}/victim", "evil").Build(),
        };
        Unpacking.Unpack(archive, _target);
        Assert.Equal(_before, Outside());
    }

    [Fact]
    public void Writing_over_a_name_leaves_its_other_hard_links_alone()
    {
        Unpacking.Unpack(new TarBuilder().File("a", "first").HardLink("b", "a").File("a", "second").Build(), _target);
        Assert.Equal(("second", "first"), (File.ReadAllText($"{_target}/a"), File.ReadAllText($"{_target}/b")));
    }

    [Fact]
    public void Random_damage_never_reaches_outside()
    {
        Here.NeedsRoot();
        byte[] good = new TarBuilder()
            .Directory("d").Symlink("d/l", "../../outside").File("d/f", "data").HardLink("h", "d/f").Symlink("s", "/outside").File("s/x", "y")
            .File("d/.wh.x", "").File("../outside/victim"[3..], "evil").Pax("path", "d/l/victim").File("p", "evil").Build();
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. good];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                // In the fields that lead somewhere: names, types and link names.
                int block = random.Next(damaged.Length / 512) * 512;
                int at = block + (random.Next(3) switch { 0 => random.Next(20), 1 => 156, _ => 157 + random.Next(20) });
                damaged[at] = "./\0abdlshx..12345670"u8[random.Next(20)];
                Repair(damaged.AsSpan(block, 512));
            }

            string target = _temp.MakeDirectory("fuzz");
            try
            {
                Unpacking.Unpack(damaged, target);
            }
            catch (Exception e) when (e is ImageException or LinuxException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }

            FileTree.Delete(_temp.Handle, "fuzz");
        }

        Assert.Equal(_before, Outside());
    }

    private static void Repair(Span<byte> block)
    {
        if (block.Slice(257, 5).SequenceEqual("ustar"u8))
        {
            block.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte b in block)
            {
                sum += b;
            }

            TarBuilder.Field(sum, 8).CopyTo(block.Slice(148, 8));
        }
    }

    /// <summary>Everything about the outside that could change.</summary>
    private string Outside()
    {
        IEnumerable<string> files = Directory.EnumerateFileSystemEntries(_temp["outside"], "*", SearchOption.AllDirectories)
            .Append(_temp["outside"])
            .Concat(Directory.EnumerateFileSystemEntries(_temp.Path).Where(path => !path.StartsWith(_target, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(path =>
        {
            FileStatus status = FileCalls.Status(null, path);
            string content = status.IsRegular ? File.ReadAllText(path) : "";
            return $"{path} {status} {content}";
        }));
    }
}
