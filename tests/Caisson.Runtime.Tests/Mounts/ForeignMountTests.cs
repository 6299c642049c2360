using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Runtime.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Tests.Mounts;

public sealed class ForeignMountTests
{
    [Fact]
    public void A_path_in_another_process_s_root_is_recognised() =>
        Assert.Equal(new ForeignMount(123, "dev/shm"), ForeignMount.TryParse("/proc/123/root/dev/shm"));

    [Theory]
    [InlineData("/proc/123/root")]
    [InlineData("/proc/123/root/")]
    [InlineData("/proc/123/rootfs/dev")]
    [InlineData("/proc/self/root/dev/shm")]
    [InlineData("/proc/0/root/dev/shm")]
    [InlineData("/proc/-1/root/dev/shm")]
    [InlineData("/proc/+1/root/dev/shm")]
    [InlineData("/proc/99999999999/root/dev/shm")]
    [InlineData("/proc//root/dev/shm")]
    [InlineData("proc/1/root/dev/shm")]
    [InlineData("/x/proc/1/root/dev/shm")]
    [InlineData("/dev/shm")]
    [InlineData("")]
    public void Every_other_source_is_a_path_of_the_host(string source) => Assert.Null(ForeignMount.TryParse(source));

    [Fact]
    public void The_mount_is_copied_from_the_other_mount_namespace()
    {
        using var other = OtherMountNamespace.Start("mount -t tmpfs t /mnt && echo inside > /mnt/file && ln -s /mnt /mnt/link");
        Assert.False(File.Exists("/mnt/file"), "/mnt of the test's own mount namespace has the file");
        using SafeFileHandle copy = ForeignMount.TryParse($"/proc/{other.Pid}/root/mnt")!.CloneTree(recursive: false);
        Assert.Equal("inside\n"u8.ToArray(), FileCalls.ReadFileAt(copy, "file", 100));

        LinuxException link = Assert.Throws<LinuxException>(() => new ForeignMount(other.Pid, "mnt/link").CloneTree(recursive: false));
        Assert.Equal(Errno.ELOOP, link.Errno);
        LinuxException missing = Assert.Throws<LinuxException>(() => new ForeignMount(other.Pid, "mnt/missing").CloneTree(recursive: false));
        Assert.Equal(Errno.ENOENT, missing.Errno);
        Assert.Contains($"clone mount mnt/missing of process {other.Pid}", missing.Message, StringComparison.Ordinal);
    }
}
