using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Files;

public sealed class FileTreeTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("caisson-linux-").FullName;
    private readonly SafeFileHandle _handle;

    public FileTreeTests() => _handle = FileCalls.Open(null, _path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);

    public void Dispose()
    {
        _handle.Dispose();
        FileTree.Delete(null, _path);
    }

    [Fact]
    public void Deleting_follows_no_link()
    {
        Directory.CreateDirectory($"{_path}/outside");
        File.WriteAllText($"{_path}/outside/victim", "x");
        Directory.CreateDirectory($"{_path}/tree/inside");
        File.CreateSymbolicLink($"{_path}/tree/inside/link", $"{_path}/outside");
        File.CreateSymbolicLink($"{_path}/link", $"{_path}/outside");
        FileTree.Delete(_handle, "tree");
        FileTree.Delete(_handle, "link");
        FileTree.Delete(_handle, "never existed");
        Assert.True(File.Exists($"{_path}/outside/victim"));
        Assert.Equal("outside", Assert.Single(DirectoryListing.Read(_handle, _path)));
    }

    [Fact]
    public void A_tree_deeper_than_paths_and_descriptors_reach_is_deleted()
    {
        SafeFileHandle current = FileCalls.Open(_handle, ".", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        for (int i = 0; i < 3000; i++)
        {
            FileCalls.MakeDirectory(current, "directory", 0x1C0);
            SafeFileHandle next = FileCalls.Open(current, "directory", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
            current.Dispose();
            current = next;
        }

        current.Dispose();
        FileTree.Delete(_handle, "directory");
        Assert.Empty(DirectoryListing.Read(_handle, _path));
    }

    [Fact]
    public void A_listing_has_every_name_of_a_large_directory()
    {
        for (int i = 0; i < 3000; i++)
        {
            File.WriteAllText($"{_path}/a-name-of-some-length-{i}", "");
        }

        Assert.Equal(3000, DirectoryListing.Read(_handle, _path).Distinct(StringComparer.Ordinal).Count());
    }
}
