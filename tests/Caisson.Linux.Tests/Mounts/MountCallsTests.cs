using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Tests.Mounts;

public sealed class MountCallsTests
{
    private const long TMPFS_MAGIC = 0x01021994;

    public MountCallsTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts");

    [Fact]
    public void New_file_system_is_attached_nowhere_and_has_its_options()
    {
        int before = MountCount();
        using SafeFileHandle mount = MountCalls.Create("tmpfs", [new("size", "64k"), new("mode", "0711")], MountAttributes.MOUNT_ATTR_NOEXEC);
        Assert.Equal(before, MountCount());
        Assert.Equal(TMPFS_MAGIC, MountCalls.FileSystemType(mount));
        Assert.Equal(0x1C9u, FileCalls.Status(mount, "").Mode & 0xFFF);
        Assert.Equal(MountAttributes.MOUNT_ATTR_NOEXEC, MountCalls.Attributes(mount));
        using SafeFileHandle file = FileCalls.Open(mount, "file", OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0x180);
        LinuxException full = Assert.Throws<LinuxException>(() => FileCalls.WriteAt(file, new byte[100_000], 0, "file"));
        Assert.Equal(Errno.ENOSPC, full.Errno);
    }

    [Fact]
    public void Attributes_come_into_force_and_go()
    {
        using SafeFileHandle mount = MountCalls.Create("tmpfs", [], MountAttributes.None);
        const MountAttributes All = MountAttributes.MOUNT_ATTR_RDONLY | MountAttributes.MOUNT_ATTR_NOSUID | MountAttributes.MOUNT_ATTR_NODEV | MountAttributes.MOUNT_ATTR_NOEXEC;
        Assert.Equal(Errno.None, MountCalls.TrySetAttributes(mount, new MountAttributeChange(All), recursive: false));
        Assert.Equal(All, MountCalls.Attributes(mount));
        Assert.Equal(Errno.EROFS, FileCalls.TryMakeDirectory(mount, "directory", 0x1C0));
        Assert.Equal(Errno.None, MountCalls.TrySetAttributes(mount, new MountAttributeChange(0, All), recursive: false));
        Assert.Equal(MountAttributes.None, MountCalls.Attributes(mount));
    }

    [Fact]
    public void Copy_of_a_mount_has_attributes_of_its_own()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "content");
        using SafeFileHandle copy = MountCalls.CloneTree(null, directory.Path, recursive: true);
        Assert.Equal(Errno.None, MountCalls.TrySetAttributes(copy, new MountAttributeChange(MountAttributes.MOUNT_ATTR_RDONLY), recursive: true));
        Assert.Equal("content", System.Text.Encoding.ASCII.GetString(FileCalls.ReadFileAt(copy, "file", 100)));
        Assert.Equal(Errno.EROFS, FileCalls.TryUnlink(copy, "file"));
        File.Delete(directory["file"]);
    }

    [Fact]
    public void Copy_of_a_single_file_is_that_file()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "content");
        using SafeFileHandle copy = MountCalls.CloneTree(directory.Handle, "file", recursive: false);
        Assert.True(FileCalls.Status(copy, "").IsRegular);
    }

    [Fact]
    public void Unknown_option_and_unknown_type_are_errors_that_name_them()
    {
        LinuxException option = Assert.Throws<LinuxException>(() => MountCalls.Create("tmpfs", [new("sizes", "1")], MountAttributes.None));
        Assert.Contains("sizes=1", option.Message, StringComparison.Ordinal);
        LinuxException type = Assert.Throws<LinuxException>(() => MountCalls.Create("nosuchfs", [], MountAttributes.None));
        Assert.Equal(Errno.ENODEV, type.Errno);
        Assert.Contains("nosuchfs", type.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_leave_no_descriptor()
    {
        int before = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<LinuxException>(() => MountCalls.Create("tmpfs", [new("sizes", "1")], MountAttributes.None));
            Assert.Throws<LinuxException>(() => MountCalls.Create("tmpfs", [], (MountAttributes)(1UL << 30)));
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 10);
    }

    private static int MountCount() => File.ReadLines("/proc/self/mountinfo").Count();
}
