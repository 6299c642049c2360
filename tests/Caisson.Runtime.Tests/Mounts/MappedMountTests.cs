using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Linux.Processes;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Caisson.Runtime.Namespaces;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Mounts;

public sealed class MappedMountTests : IDisposable
{
    private const uint HostRoot = 100000, Mode755 = 0x1ED;

    private readonly string _directory = Directory.CreateTempSubdirectory("caisson-idmap-").FullName;
    private readonly MappedNamespaces _namespaces = new();

    private IdMap Map => new([new IdMapping(0, HostRoot, 1000)], [new IdMapping(0, HostRoot + 1, 1000)], _namespaces);

    [Fact]
    public void Files_of_layers_belong_to_the_mapped_root_and_new_ones_are_stored_as_root()
    {
        RequireRoot();
        string lower = Make("lower"), second = Make("second"), upper = Make("upper"), work = Make("work");
        File.WriteAllText($"{lower}/old", "old");
        File.WriteAllText($"{second}/below", "below");
        using SafeFileHandle root = RootMount.Open(new RootSource.Overlay([lower, second], upper, work), Map);
        Assert.Equal((HostRoot, HostRoot + 1), Owner(root, "old"));
        Assert.Equal((HostRoot, HostRoot + 1), Owner(root, "below"));
        Assert.Equal((HostRoot, HostRoot + 1), Owner(root, ""));

        using (FileIdentity.Assume(HostRoot, HostRoot + 1))
        {
            FileCalls.MakeDirectory(root, "new", Mode755);
            Assert.Equal(Errno.None, FileCalls.TryChangeOwner(root, "old", HostRoot + 5, HostRoot + 6));
        }

        Assert.Equal((HostRoot, HostRoot + 1), Owner(root, "new"));
        Assert.Equal((0u, 0u), Owner(null, $"{upper}/new"));
        Assert.Equal((5u, 5u), Owner(null, $"{upper}/old"));
        Assert.Equal((0u, 0u), Owner(null, $"{lower}/old"));
        Assert.DoesNotContain(_directory, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_mapped_only_when_asked()
    {
        RequireRoot();
        string directory = Make("root");
        using SafeFileHandle plain = RootMount.Open(new RootSource.Directory(directory), Map);
        using SafeFileHandle mapped = RootMount.Open(new RootSource.Directory(directory, MapIds: true), Map);
        Assert.Equal((0u, 0u), Owner(plain, ""));
        Assert.Equal((HostRoot, HostRoot + 1), Owner(mapped, ""));
    }

    [Fact]
    public void An_id_without_a_range_makes_no_file()
    {
        RequireRoot();
        using SafeFileHandle mapped = RootMount.Open(new RootSource.Directory(Make("root"), MapIds: true), Map);
        Assert.Equal(Errno.EOVERFLOW, FileCalls.TryMakeDirectory(mapped, "new", Mode755));
    }

    [Fact]
    public void A_file_system_that_cannot_be_mapped_is_named()
    {
        RequireRoot();
        LinuxException refused = Assert.Throws<LinuxException>(() => RootMount.Open(new RootSource.Directory("/proc", MapIds: true), Map));
        Assert.Contains("map ids of /proc, whose file system or kernel does not support idmapped mounts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writable_directories_have_to_be_beside_each_other()
    {
        LinuxException refused = Assert.Throws<LinuxException>(
            () => RootMount.Open(new RootSource.Overlay(["/l"], "/a/upper", "/b/work"), Map));
        Assert.Contains("/a/upper and /b/work, which are in different directories", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_that_the_kernel_refuses_are_shown()
    {
        RequireRoot();
        LinuxException refused = Assert.Throws<LinuxException>(
            () => _namespaces.Get([new IdMapping(0, 1, 10), new IdMapping(5, 100, 10)], [new IdMapping(0, 0, 1)]));
        Assert.Contains("uid_map (0 1 10, 5 100 10)", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _namespaces.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");

    private static (uint Uid, uint Gid) Owner(SafeFileHandle? directory, string path) =>
        FileCalls.Status(directory, path) is var status ? (status.Uid, status.Gid) : default;

    private string Make(string name)
    {
        string path = Path.Combine(_directory, name);
        FileCalls.MakeDirectory(null, path, Mode755);
        return path;
    }
}
