using System.Diagnostics;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Runtime.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Mounts;

/// <summary>
/// Roots are plain directories here: what an image could contain, and that nothing outside of it is ever seen or made.
/// </summary>
public sealed class RootTreeTests : IDisposable
{
    private readonly TemporaryDirectory _outer = new();
    private readonly SafeFileHandle _root;
    private readonly RootTree _tree;

    public RootTreeTests()
    {
        Directory.CreateDirectory(_outer["root"]);
        File.WriteAllText(_outer["secret"], "outside");
        _root = FileCalls.Open(_outer.Handle, "root", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        _tree = new RootTree(_root);
    }

    [Theory]
    [InlineData("/a/b/c", "/a/b/c")]
    [InlineData("a/b/c", "/a/b/c")]
    [InlineData("//a/./b///c/.", "/a/b/c")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../../b", "/b")]
    [InlineData("/", "/")]
    [InlineData("/..", "/")]
    [InlineData("", "/")]
    public void Missing_directories_are_made_and_dots_resolved(string path, string resolved)
    {
        Assert.Equal(resolved, _tree.Resolve(path, TargetKind.Directory));
        Assert.True(Directory.Exists(Inside(resolved)));
        AssertNothingOutside();
    }

    [Fact]
    public void Missing_file_is_made_empty_with_its_directories()
    {
        Assert.Equal("/etc/hosts", _tree.Resolve("/etc/hosts", TargetKind.File));
        Assert.Equal("", File.ReadAllText(Inside("/etc/hosts")));
        File.WriteAllText(Inside("/etc/hosts"), "kept");
        Assert.Equal("/etc/hosts", _tree.Resolve("/etc/hosts", TargetKind.File));
        Assert.Equal("kept", File.ReadAllText(Inside("/etc/hosts")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../../../../../..")]
    [InlineData("/")]
    [InlineData("/../..")]
    public void Links_that_would_leave_the_root_end_at_it(string target)
    {
        Link("/out", target);
        Assert.Equal("/secret", _tree.Resolve("/out/secret", TargetKind.File));
        Assert.Equal("", File.ReadAllText(Inside("/secret")));
        AssertNothingOutside();
    }

    [Fact]
    public void Absolute_link_to_a_path_of_the_host_is_one_of_the_root()
    {
        Link("/out", _outer.Path);
        Assert.Equal($"{_outer.Path}/secret", _tree.Resolve("/out/secret", TargetKind.File));
        Assert.Equal("", File.ReadAllText(Inside($"{_outer.Path}/secret")));
        AssertNothingOutside();
    }

    [Theory]
    [InlineData("target", "/dir/target")]
    [InlineData("./target/", "/dir/target")]
    [InlineData("../other", "/other")]
    [InlineData("/abs/olute", "/abs/olute")]
    [InlineData("../dir/../dir/target", "/dir/target")]
    public void Links_are_followed_and_a_missing_target_is_made_where_they_lead(string target, string resolved)
    {
        Directory.CreateDirectory(Inside("/dir"));
        Link("/dir/link", target);
        Assert.Equal(resolved, _tree.Resolve("/dir/link", TargetKind.Directory));
        Assert.Equal($"{resolved}/below", _tree.Resolve("/dir/link/below", TargetKind.Directory));
        Assert.True(Directory.Exists(Inside($"{resolved}/below")));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        Link("/a", "b");
        Link("/b", "/a");
        Link("/self", "self");
        Assert.Equal(Errno.ELOOP, Fails("/a", TargetKind.Directory));
        Assert.Equal(Errno.ELOOP, Fails("/self/x", TargetKind.Existing));
    }

    [Fact]
    public void Links_that_grow_are_an_error_soon()
    {
        Link("/bomb", "bomb/bomb/bomb/bomb/bomb/bomb/bomb/bomb");
        long begun = Stopwatch.GetTimestamp();
        Assert.Equal(Errno.ELOOP, Fails("/bomb", TargetKind.Directory));
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Forty_links_are_followed()
    {
        Directory.CreateDirectory(Inside("/end"));
        for (int i = 0; i < 40; i++)
        {
            Link($"/l{i}", i == 0 ? "end" : $"l{i - 1}");
        }

        Link("/l40", "l39");
        Assert.Equal("/end", _tree.Resolve("/l39", TargetKind.Existing));
        Assert.Equal(Errno.ELOOP, Fails("/l40", TargetKind.Existing));
    }

    [Fact]
    public void Wrong_kinds_are_errors_that_name_the_place()
    {
        File.WriteAllText(Inside("/file"), "");
        Directory.CreateDirectory(Inside("/directory"));
        Assert.Equal(Errno.ENOTDIR, Fails("/file", TargetKind.Directory));
        Assert.Equal(Errno.ENOTDIR, Fails("/file/below", TargetKind.Directory));
        Assert.Equal(Errno.ENOTDIR, Fails("/file/below", TargetKind.File));
        Assert.Equal(Errno.EISDIR, Fails("/directory", TargetKind.File));
        Assert.Equal(Errno.ENOENT, Fails("/missing", TargetKind.Existing));
        Link("/dangling", "missing");
        Assert.Equal(Errno.ENOENT, Fails("/dangling", TargetKind.Existing));
        Assert.False(Path.Exists(Inside("/missing")));
        LinuxException error = Assert.Throws<LinuxException>(() => _tree.Resolve("/dangling/x", TargetKind.Existing));
        Assert.Contains("/missing (for /dangling/x) in the container", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a\nb")]
    [InlineData("/\u001b[2J")]
    [InlineData("/ü/日本")]
    [InlineData("/-rf")]
    [InlineData("/ ")]
    public void Odd_names_are_names(string path)
    {
        Assert.Equal(path, _tree.Resolve(path, TargetKind.Directory));
        Assert.True(Directory.Exists(Inside(path)));
    }

    [Fact]
    public void Names_and_paths_too_long_are_errors_soon_and_in_one_line()
    {
        Assert.Equal(Errno.ENAMETOOLONG, Fails("/" + new string('x', 300), TargetKind.Directory));
        long begun = Stopwatch.GetTimestamp();
        _tree.Add("/proc", null);
        string endless = "/proc" + string.Concat(Enumerable.Repeat("/x", 4_000_000));
        LinuxException error = Assert.Throws<LinuxException>(() => _tree.Resolve(endless, TargetKind.Existing));
        Assert.Equal(Errno.ENAMETOOLONG, error.Errno);
        Assert.True(error.Message.Length < 500);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Nul_in_a_name_is_refused() => Assert.Throws<ArgumentException>(() => _tree.Resolve("/etc\0/passwd", TargetKind.Directory));

    [Fact]
    public void Path_below_a_mount_is_made_in_the_mount()
    {
        using SafeFileHandle mount = Mount("/data", "volume");
        Assert.Equal("/data/sub", _tree.Resolve("/data/sub", TargetKind.Directory));
        Assert.True(Directory.Exists(_outer["volume/sub"]));
        Assert.False(Path.Exists(Inside("/data/sub")));
    }

    [Fact]
    public void Link_in_a_mount_leads_to_the_container_s_root_and_not_the_mount_s()
    {
        using SafeFileHandle mount = Mount("/data", "volume");
        File.CreateSymbolicLink(_outer["volume/absolute"], "/etc");
        File.CreateSymbolicLink(_outer["volume/relative"], "../etc");
        Assert.Equal("/etc", _tree.Resolve("/data/absolute", TargetKind.Directory));
        Assert.Equal("/etc", _tree.Resolve("/data/relative", TargetKind.Directory));
        Assert.Equal("/", _tree.Resolve("/data/..", TargetKind.Directory));
        Assert.True(Directory.Exists(Inside("/etc")));
        AssertNothingOutside();
    }

    [Fact]
    public void Mount_that_only_the_container_makes_is_taken_as_it_is()
    {
        Directory.CreateDirectory(Inside("/proc"));
        Link("/proc/self", "/etc");
        _tree.Add(_tree.Resolve("/proc", TargetKind.Directory), null);
        Assert.Equal("/proc/self/anything", _tree.Resolve("/proc/self/anything", TargetKind.Existing));
        Assert.Equal("/etc", _tree.Resolve("/proc/self/../../etc", TargetKind.Directory));
        Assert.Null(_tree.Open("/proc/self", OpenFlags.O_PATH));
        Assert.True(_tree.IsMountPoint("/proc"));
    }

    [Fact]
    public void Mount_of_a_single_file_is_that_file()
    {
        using SafeFileHandle file = FileCalls.Open(_outer.Handle, "secret", OpenFlags.O_PATH);
        _tree.Add(_tree.Resolve("/etc/hosts", TargetKind.File), file);
        Assert.Equal("/etc/hosts", _tree.Resolve("/etc/hosts", TargetKind.File));
        Assert.Equal("/etc/other", _tree.Resolve("/etc/other", TargetKind.File));
    }

    [Fact]
    public void Mount_over_a_mount_hides_it()
    {
        using SafeFileHandle lower = Mount("/data", "lower"), upper = Mount("/data", "upper");
        _tree.Resolve("/data/made", TargetKind.Directory);
        Assert.True(Directory.Exists(_outer["upper/made"]));
        Assert.False(Directory.Exists(_outer["lower/made"]));
    }

    [Fact]
    public void Mount_beside_one_whose_name_it_begins_with_is_another()
    {
        using SafeFileHandle mount = Mount("/data", "volume");
        _tree.Resolve("/database/x", TargetKind.Directory);
        Assert.True(Directory.Exists(Inside("/database/x")));
    }

    [Fact]
    public void Opening_follows_no_link_that_was_put_in_place_after_resolving()
    {
        string resolved = _tree.Resolve("/dir", TargetKind.Directory);
        Directory.Delete(Inside("/dir"));
        Link("/dir", "/");
        LinuxException error = Assert.Throws<LinuxException>(() => _tree.Open(resolved, OpenFlags.O_PATH));
        Assert.Equal(Errno.ELOOP, error.Errno);
    }

    [Fact]
    public void Descriptors_are_closed_also_on_failure()
    {
        _tree.Resolve("/a/b/c/d", TargetKind.Directory);
        int before = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 0; i < 50; i++)
        {
            _tree.Resolve("/a/b/c/../c/d", TargetKind.Directory);
            Fails("/a/b/c/d/missing", TargetKind.Existing);
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 10);
    }

    public void Dispose()
    {
        _tree.Dispose();
        _root.Dispose();
        _outer.Dispose();
    }

    private string Inside(string path) => $"{_outer["root"]}{path}";

    private void Link(string path, string target) => File.CreateSymbolicLink(Inside(path), target);

    private SafeFileHandle Mount(string path, string source)
    {
        Directory.CreateDirectory(_outer[source]);
        SafeFileHandle mount = FileCalls.Open(_outer.Handle, source, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        _tree.Add(_tree.Resolve(path, TargetKind.Directory), mount);
        return mount;
    }

    private Errno Fails(string path, TargetKind kind) => Assert.Throws<LinuxException>(() => _tree.Resolve(path, kind)).Errno;

    private void AssertNothingOutside()
    {
        Assert.Equal("outside", File.ReadAllText(_outer["secret"]));
        Assert.All(Directory.EnumerateFileSystemEntries(_outer.Path), entry => Assert.Contains(Path.GetFileName(entry), (string[])["root", "secret", "volume"]));
    }
}
