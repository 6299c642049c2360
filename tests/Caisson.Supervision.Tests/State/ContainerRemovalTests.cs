using Caisson.Linux;
using Caisson.Supervision.State;

namespace Caisson.Supervision.Tests.State;

public sealed class ContainerRemovalTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly string _containers, _names, _container;

    public ContainerRemovalTests()
    {
        _containers = Directory.CreateDirectory(_root["containers"]).FullName;
        _names = Directory.CreateDirectory(_root["names"]).FullName;
        _container = Directory.CreateDirectory(Path.Combine(_containers, "0123")).FullName;
        Directory.CreateDirectory(Path.Combine(_container, "upper", "etc"));
        File.WriteAllText(Path.Combine(_container, "upper", "etc", "file"), "");
        Directory.CreateSymbolicLink(Path.Combine(_container, "upper", "link"), _root.Path);
        File.CreateSymbolicLink(Path.Combine(_names, "box"), "0123");
    }

    [Fact]
    public void Container_and_name_are_gone_and_nothing_else()
    {
        File.CreateSymbolicLink(Path.Combine(_names, "other"), "4567");
        ContainerRemoval.Remove(_container, "box");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_containers));
        Assert.Equal("other", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(_names))));
    }

    [Fact]
    public void Name_that_belongs_to_another_container_by_now_stays()
    {
        File.Delete(Path.Combine(_names, "box"));
        File.CreateSymbolicLink(Path.Combine(_names, "box"), "4567");
        ContainerRemoval.Remove(_container, "box");
        Assert.Equal("4567", new FileInfo(Path.Combine(_names, "box")).LinkTarget);
    }

    [Fact]
    public void Container_whose_name_is_missing_is_removed()
    {
        File.Delete(Path.Combine(_names, "box"));
        ContainerRemoval.Remove(_container, "box");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_containers));
    }

    [Fact]
    public void Container_that_is_gone_already_is_an_error_that_names_it()
    {
        ContainerRemoval.Remove(_container, "box");
        LinuxException error = Assert.Throws<LinuxException>(() => ContainerRemoval.Remove(_container, "box"));
        Assert.Equal(Errno.ENOENT, error.Errno);
        Assert.Contains("0123", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Dispose();
}
