using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Files;

public sealed class FileDataTests : IDisposable
{
    private const OpenFlags Create = OpenFlags.O_RDWR | OpenFlags.O_CREAT;
    private readonly string _path = Directory.CreateTempSubdirectory("caisson-linux-").FullName;
    private readonly SafeFileHandle _handle;

    public FileDataTests() => _handle = FileCalls.Open(null, _path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);

    public void Dispose()
    {
        _handle.Dispose();
        FileTree.Delete(null, _path);
    }

    [Fact]
    public void Holes_and_data_are_found()
    {
        using SafeFileHandle file = FileCalls.Open(_handle, "f", Create, 0x180);
        FileCalls.WriteAt(file, new byte[4096], 1 << 20, "f");
        Assert.Equal(Errno.None, FileCalls.TryTruncate(file, 4 << 20));
        Assert.Equal((Errno.None, 1L << 20), (FileCalls.TrySeekData(file, 0, out long data), data));
        Assert.Equal((Errno.None, (1L << 20) + 4096), (FileCalls.TrySeekHole(file, data, out long hole), hole));
        Assert.Equal(Errno.ENXIO, FileCalls.TrySeekData(file, hole, out _));
        Assert.Equal(4 << 20, FileCalls.Status(file, "").Size);
    }

    [Fact]
    public void A_file_is_read_whole_up_to_the_limit()
    {
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        File.WriteAllBytes($"{_path}/f", content);
        Assert.Equal(content, FileCalls.ReadFileAt(_handle, "f", content.Length));
        Assert.Equal(Errno.EFBIG, Assert.Throws<LinuxException>(() => FileCalls.ReadFileAt(_handle, "f", content.Length - 1)).Errno);
    }

    [Fact]
    public void A_lock_belongs_to_the_open_file_and_goes_with_it()
    {
        SafeFileHandle first = FileCalls.Open(_handle, "f", Create, 0x180);
        using SafeFileHandle second = FileCalls.Open(_handle, "f", Create, 0x180);
        FileCalls.Lock(first, "f");
        Assert.Equal(Errno.EAGAIN, FileCalls.TryLock(second));
        Assert.Equal(Errno.EAGAIN, FileCalls.TryLock(second, shared: true));
        first.Dispose();
        Assert.Equal(Errno.None, FileCalls.TryLock(second));
    }

    [Fact]
    public void Attributes_of_files_and_directories_are_bytes()
    {
        File.WriteAllText($"{_path}/f", "");
        byte[] value = [0, 1, 255, 0];
        Assert.Equal(Errno.None, FileCalls.TrySetXattr(_handle, "f", "user.test", value));
        Assert.Equal(Errno.None, FileCalls.TrySetXattr(_handle, ".", "user.empty", []));
        Assert.Equal((Errno.None, Convert.ToHexString(value)), (FileCalls.TryGetXattr(_handle, "f", "user.test", out byte[] read), Convert.ToHexString(read)));
        Assert.Equal(Errno.ENODATA, FileCalls.TryGetXattr(_handle, "f", "user.other", out _));
        Assert.Equal(Errno.None, FileCalls.TryListXattrs(_handle, ".", out IReadOnlyList<string> names));
        Assert.Contains("user.empty", names, StringComparer.Ordinal);
    }

    [Fact]
    public void Times_of_links_are_their_own()
    {
        File.WriteAllText($"{_path}/f", "");
        FileCalls.TrySymlink("f", _handle, "l");
        FileStatus before = FileCalls.Status(_handle, "f");
        Assert.Equal(Errno.None, FileCalls.TrySetTimes(_handle, "l", -5, 7));
        FileStatus link = FileCalls.Status(_handle, "l");
        Assert.Equal((-5L, 7u), (link.ModifiedSeconds, link.ModifiedNanoseconds));
        Assert.Equal(before, FileCalls.Status(_handle, "f"));
    }

    [Fact]
    public void A_hard_link_of_a_link_is_a_link()
    {
        FileCalls.TrySymlink("nowhere", _handle, "l");
        Assert.Equal(Errno.None, FileCalls.TryLink(_handle, "l", _handle, "m"));
        Assert.True(FileCalls.Status(_handle, "m").IsSymlink);
        Assert.Equal(Errno.EEXIST, FileCalls.TryLink(_handle, "l", _handle, "m"));
    }
}
