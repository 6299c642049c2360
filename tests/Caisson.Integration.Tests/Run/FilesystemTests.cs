using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>The root, mounts into it, and what is kept of what was written.</summary>
public sealed class FilesystemTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private CommandResult Shell(string script, params string[] options) =>
        sandbox.Caisson(["run", "--rm", .. options, Sandbox.Busybox, "sh", "-c", script]);

    [Fact]
    public void Containers_do_not_see_each_other_s_writes()
    {
        Shell("echo mine >/file").Succeeded();
        Shell("test ! -e /file").Succeeded();
    }

    [Fact]
    public void Read_only_root_refuses_writes_and_keeps_its_scratch_places()
    {
        Assert.Contains("Read-only file system", Shell("touch /file", "--read-only").ExitedWith(1).Error, StringComparison.Ordinal);
        Shell("echo x >/dev/shm/x && echo x >/dev/null", "--read-only").Succeeded();
    }

    [Fact]
    public void Tmpfs_has_its_options()
    {
        string mounts = Shell("grep ' /scratch ' /proc/mounts", "--tmpfs", "/scratch:size=1m,mode=1770,noexec").Succeeded().Out;
        Assert.StartsWith("tmpfs /scratch tmpfs", mounts, StringComparison.Ordinal);
        Assert.Contains("size=1024k", mounts, StringComparison.Ordinal);
        Assert.Contains("mode=1770", mounts, StringComparison.Ordinal);
        Assert.Contains("noexec", mounts, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_tmpfs_is_the_writer_s_error() =>
        Shell("head -c 2000000 /dev/zero >/scratch/file", "--tmpfs", "/scratch:size=1m").ExitedWith(1);

    [Fact]
    public void Bind_mount_goes_both_ways()
    {
        string directory = Directory.CreateDirectory(sandbox.NewPath("bind")).FullName;
        File.WriteAllText(Path.Combine(directory, "in"), "from outside");
        Assert.Equal("from outside", Shell("cat /data/in; printf inside >/data/out", "-v", $"{directory}:/data").Succeeded().Out);
        Assert.Equal("inside", File.ReadAllText(Path.Combine(directory, "out")));
    }

    [Theory]
    [InlineData("-v", "{0}:/data:ro")]
    [InlineData("--mount", "type=bind,source={0},target=/data,readonly")]
    public void Read_only_bind_mount_is_read_only(string option, string value)
    {
        string directory = Directory.CreateDirectory(sandbox.NewPath("bind")).FullName;
        string mount = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, directory);
        Assert.Contains("Read-only file system", Shell("touch /data/file", option, mount).ExitedWith(1).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
    }

    [Fact]
    public void Mount_of_a_source_that_does_not_exist_is_refused() =>
        sandbox.Caisson("run", "--rm", "--mount", "type=bind,source=/no/such/source,target=/data", Sandbox.Busybox, "true").Refused("/no/such/source");

    [Fact]
    public void Missing_source_of_v_becomes_a_directory()
    {
        string source = sandbox.NewPath("made");
        sandbox.Caisson("run", "--rm", "-v", $"{source}:/data", Sandbox.Busybox, "touch", "/data/file").Succeeded();
        Assert.True(File.Exists(Path.Combine(source, "file")));
    }

    [Fact]
    public void Image_whose_dev_leads_to_proc_is_refused()
    {
        string root = sandbox.NewPath("rootfs");
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        File.Copy("/bin/busybox", Path.Combine(root, "bin/busybox"));
        File.CreateSymbolicLink(Path.Combine(root, "dev"), "proc");
        sandbox.Caisson("run", "--rm", "--rootfs", root, "/bin/busybox", "true").FailedWith(125, "/proc");
    }

    [Fact]
    public void Mount_target_behind_a_link_of_the_image_stays_inside_the_root()
    {
        string root = MakeRoot();
        File.CreateSymbolicLink(Path.Combine(root, "escape"), "/../../../../etc");
        string source = Directory.CreateDirectory(sandbox.NewPath("source")).FullName;
        string before = File.ReadAllText("/etc/passwd");
        sandbox.Caisson("run", "--rm", "--rootfs", "-v", $"{source}:/escape/caisson-was-here", root, "/bin/busybox", "test", "-d", "/etc/caisson-was-here");
        Assert.False(Path.Exists("/etc/caisson-was-here"));
        Assert.Equal(before, File.ReadAllText("/etc/passwd"));
        Assert.Empty(Host.MountsUnder("/etc/caisson-was-here"));
    }

    [Fact]
    public void Shm_size_is_64_megabytes_unless_given()
    {
        Assert.Contains("size=65536k", Shell("grep ' /dev/shm ' /proc/mounts").Succeeded().Out, StringComparison.Ordinal);
        Assert.Contains("size=1024k", Shell("grep ' /dev/shm ' /proc/mounts", "--shm-size", "1m").Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_is_not_shared_with_the_host()
    {
        // Field 7 on: "shared:N" and "master:N" tell of propagation (proc_pid_mountinfo(5)).
        Assert.Equal("0\n", Shell("grep -c 'shared:\\|master:' /proc/self/mountinfo; true").Succeeded().Out);
    }

    private string MakeRoot()
    {
        string root = Directory.CreateDirectory(sandbox.NewPath("rootfs")).FullName;
        foreach (string name in new[] { "bin", "etc", "proc", "sys", "dev", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }
        File.Copy("/bin/busybox", Path.Combine(root, "bin", "busybox"));
        return root;
    }
}
