using Caisson.Linux;
using Caisson.Linux.Files;

namespace Caisson.Images.Tests.Layers;

public sealed class LayerUnpackerTests : IDisposable
{
    private readonly TemporaryDirectory _temp = new();
    private readonly string _target;

    public LayerUnpackerTests() => _target = _temp.MakeDirectory("target");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Files_get_their_content_mode_and_time()
    {
        Unpacking.Unpack(new TarBuilder().Pax("mtime", "1700000000.123456789").File("f", "content", mode: 0x1E8).Build(), _target);
        FileStatus status = Unpacking.Status($"{_target}/f");
        Assert.Equal("content", File.ReadAllText($"{_target}/f"));
        Assert.Equal((0x1E8u, 1_700_000_000L, 123_456_789u), (status.Mode & 0xFFF, status.ModifiedSeconds, status.ModifiedNanoseconds));
    }

    [Fact]
    public void Set_user_id_survives_the_change_of_owner()
    {
        Here.NeedsRoot();
        Unpacking.Unpack(new TarBuilder().Header("f", mode: 0xDED, uid: 1234, gid: 4321).Build(), _target);
        FileStatus status = Unpacking.Status($"{_target}/f");
        Assert.Equal((0xDEDu, 1234u, 4321u), (status.Mode & 0xFFF, status.Uid, status.Gid));
    }

    [Fact]
    public void Capabilities_of_files_survive_byte_for_byte()
    {
        Here.NeedsRoot();
        // VFS_CAP_REVISION_2 with the effective flag: cap_net_bind_service.
        byte[] capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Unpacking.Unpack(
            new TarBuilder().Pax(("SCHILY.xattr.security.capability", capability), ("SCHILY.xattr.user.b", [0xFF, 0])).Header("f", uid: 1000).Build(), _target);
        Errno error = FileCalls.TryGetXattr(_temp.Handle, "target/f", "security.capability", out byte[] read);
        Assert.Equal((Errno.None, Convert.ToHexString(capability)), (error, Convert.ToHexString(read)));
        FileCalls.TryGetXattr(_temp.Handle, "target/f", "user.b", out read);
        Assert.Equal([0xFF, 0], read);
    }

    [Fact]
    public void Times_of_directories_are_set_after_their_files_are_made()
    {
        Unpacking.Unpack(new TarBuilder().Directory("./", mtime: 5).Directory("d", mtime: 1000).File("d/f", "x").File("g", "y").Build(), _target);
        Assert.Equal((1000L, 5L), (Unpacking.Status($"{_target}/d").ModifiedSeconds, Unpacking.Status(_target).ModifiedSeconds));
    }

    [Fact]
    public void A_directory_that_became_a_link_gives_its_time_to_nobody()
    {
        Unpacking.Unpack(new TarBuilder().Directory("other", mtime: 2000).Directory("d", mtime: 1000).Symlink("d", "other").Build(), _target);
        Assert.Equal(2000, Unpacking.Status($"{_target}/other").ModifiedSeconds);
    }

    [Fact]
    public void Names_that_are_not_utf8_reach_the_disk_byte_for_byte()
    {
        byte[] name = [(byte)'x', 0xFF, 0xE9];
        Unpacking.Unpack(new TarBuilder().Header(FileName.Decode(name)).Build(), _target);
        using var directory = Unpacking.Open(_target);
        Assert.Equal(name, FileName.Encode(Assert.Single(DirectoryListing.Read(directory, "target"))));
    }

    [Fact]
    public void Devices_and_fifos_are_made()
    {
        Here.NeedsRoot();
        Unpacking.Unpack(
            new TarBuilder().Header("null", '3', mode: 0x1B6, device: (1, 3)).Header("loop", '4', device: (7, 300)).Header("fifo", '6', mode: 0x1A0).Build(), _target);
        FileStatus character = Unpacking.Status($"{_target}/null"), block = Unpacking.Status($"{_target}/loop");
        Assert.Equal((FileStatus.S_IFCHR | 0x1B6, 1u, 3u), (character.Mode, character.SpecialMajor, character.SpecialMinor));
        Assert.Equal((FileStatus.S_IFBLK, 7u, 300u), (block.Type, block.SpecialMajor, block.SpecialMinor));
        Assert.Equal(FileStatus.S_IFIFO | 0x1A0, Unpacking.Status($"{_target}/fifo").Mode);
    }

    [Fact]
    public void Hard_links_share_a_file_and_links_themselves_can_be_linked()
    {
        Unpacking.Unpack(new TarBuilder().File("a", "x").HardLink("b", "./a").Symlink("l", "nowhere").HardLink("m", "/l").HardLink("a", "a").Build(), _target);
        Assert.Equal(Unpacking.Status($"{_target}/a").Inode, Unpacking.Status($"{_target}/b").Inode);
        Assert.Equal(2u, Unpacking.Status($"{_target}/m").Links);
    }

    [Fact]
    public void The_last_of_several_entries_with_one_name_counts()
    {
        Unpacking.Unpack(new TarBuilder().Directory("a").File("a/x", "1").File("a", "file").File("b", "1").Directory("b").File("b/y", "2").Build(), _target);
        Assert.Equal(("file", "2"), (File.ReadAllText($"{_target}/a"), File.ReadAllText($"{_target}/b/y")));
    }

    [Fact]
    public void A_link_of_the_same_layer_is_followed_inside_the_layer_even_if_it_dangles()
    {
        Unpacking.Unpack(new TarBuilder().Symlink("lib", "/usr/lib").File("lib/x", "1").Build(), _target);
        Assert.Equal("1", File.ReadAllText($"{_target}/usr/lib/x"));
        Assert.True(Unpacking.Status($"{_target}/lib").IsSymlink);
    }

    [Fact]
    public void A_link_of_a_layer_below_gives_way_to_a_directory()
    {
        string below = _temp.MakeDirectory("below");
        Unpacking.Unpack(new TarBuilder().Directory("usr/lib").Symlink("lib", "usr/lib").Build(), below);
        Unpacking.Unpack(new TarBuilder().File("lib/x", "1").Build(), _target, below);
        Assert.True(Unpacking.Status($"{_target}/lib").IsDirectory);
        Assert.Equal("1", File.ReadAllText($"{_target}/lib/x"));
        Assert.False(Directory.Exists($"{_target}/usr"));
    }

    [Fact]
    public void A_parent_that_the_layer_leaves_out_is_as_in_the_layers_below()
    {
        string below = _temp.MakeDirectory("below"), between = _temp.MakeDirectory("between");
        Unpacking.Unpack(new TarBuilder().Directory("tmp", mode: 0x3FF, mtime: 77).Build(), below);
        Unpacking.Unpack(new TarBuilder().File("tmp/x", "1").Build(), _target, between, below);
        FileStatus status = Unpacking.Status($"{_target}/tmp");
        Assert.Equal((0x3FFu, 77L), (status.Mode & 0xFFF, status.ModifiedSeconds));
    }

    [Theory]
    [InlineData("whiteout")]
    [InlineData("opaque")]
    [InlineData("file")]
    public void A_parent_that_is_hidden_below_starts_anew(string how)
    {
        Here.NeedsRoot();
        string below = _temp.MakeDirectory("below"), between = _temp.MakeDirectory("between");
        Unpacking.Unpack(new TarBuilder().Directory("a").Directory("a/b", mode: 0x1C0).Build(), below);
        TarBuilder hiding = new();
        Unpacking.Unpack(
            how switch
            {
                "whiteout" => hiding.File("a/.wh.b", "").Build(),
                "opaque" => hiding.File("a/.wh..wh..opq", "").Build(),
                _ => hiding.File("a", "").Build(),
            },
            between,
            below);
        Unpacking.Unpack(new TarBuilder().File("a/b/x", "1").Build(), _target, between, below);
        Assert.Equal(0x1EDu, Unpacking.Status($"{_target}/a/b").Mode & 0xFFF);
    }

    [Fact]
    public void Whiteouts_become_overlay_whiteouts_and_opaque_directories_are_marked()
    {
        Here.NeedsRoot();
        Unpacking.Unpack(new TarBuilder().File("d/.wh.gone", "").File("o/.wh..wh..opq", "").File(".wh..wh.plnk/1.2", "").File(".wh..wh.aufs", "").Build(), _target);
        Assert.True(Unpacking.IsWhiteout($"{_target}/d/gone"));
        Assert.True(Unpacking.IsOpaque($"{_target}/o"));
        Assert.False(Unpacking.IsOpaque($"{_target}/d"));
        Assert.Equal("d o", string.Join(' ', Directory.EnumerateFileSystemEntries(_target).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_whiteout_hides_nothing_of_its_own_layer(bool whiteoutFirst)
    {
        Here.NeedsRoot();
        TarBuilder tar = new();
        tar = whiteoutFirst ? tar.File(".wh.f", "").File(".wh.d", "") : tar;
        tar.File("f", "new").Directory("d").File("d/x", "new");
        tar = whiteoutFirst ? tar : tar.File(".wh.f", "").File(".wh.d", "");
        Unpacking.Unpack(tar.Build(), _target);
        Assert.Equal(("new", "new"), (File.ReadAllText($"{_target}/f"), File.ReadAllText($"{_target}/d/x")));
        Assert.True(Unpacking.IsOpaque($"{_target}/d"));
    }

    [Fact]
    public void Files_below_a_whiteout_of_the_same_layer_make_it_an_opaque_directory()
    {
        Here.NeedsRoot();
        Unpacking.Unpack(new TarBuilder().File(".wh.d", "").File("d/x", "new").Build(), _target);
        Assert.True(Unpacking.IsOpaque($"{_target}/d"));
        Assert.Equal("new", File.ReadAllText($"{_target}/d/x"));
    }

    [Fact]
    public void The_kernel_shows_what_the_layers_mean()
    {
        Here.NeedsRoot();
        Here.NeedsProgram("unshare");
        string below = _temp.MakeDirectory("below"), merged = _temp.MakeDirectory("merged");
        Unpacking.Unpack(new TarBuilder().File("gone", "1").File("kept", "1").File("d/old", "1").File("o/old", "1").Build(), below);
        Unpacking.Unpack(new TarBuilder().File(".wh.gone", "").File(".wh.d", "").File("d/new", "2").File("o/new", "2").File("o/.wh..wh..opq", "").Build(), _target, below);
        string seen = Here.Run(
            "unshare", "--mount", "sh", "-c",
            "mount -t overlay overlay -o \"ro,lowerdir=$1:$2\" \"$3\" && cd \"$3\" && find . -type f | sort", "sh", _target, below, merged);
        Assert.Equal("./d/new\n./kept\n./o/new\n", seen);
    }
}
