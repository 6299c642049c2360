using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Oci.Runtime;
using static Caisson.Tests.Compilation.Compiling;

namespace Caisson.Tests.Compilation;

public class MountTests
{
    private static MountSpec Of(string mount) =>
        MountAt(Compile(Busybox with { Mounts = [MountSyntax.Parse(mount)] }), "/b");

    private static ContainerSpec With(params string[] volumes) => Busybox with { Mounts = [.. volumes.Select(v => VolumeSyntax.Parse(v))] };

    [Theory]
    [InlineData("type=bind,src=/a,dst=/b", "rbind,rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,ro", "rbind,rro,rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,ro,bind-recursive=writable", "rbind,ro,rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,ro,bind-recursive=disabled", "bind,ro,rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,ro,bind-recursive=readonly,bind-propagation=rprivate", "rbind,rro,rprivate")]
    [InlineData("type=bind,src=/a,dst=/b,bind-propagation=rslave", "rbind,rslave")]
    [InlineData("type=bind,src=/a,dst=/b,idmap=0:5:1", "rbind,rprivate,idmap")]
    public void A_bind_mount_has_its_options(string text, string options)
    {
        MountSpec mount = Of(text);
        Assert.Equal(("bind", "/a"), (mount.Type, mount.Source));
        Assert.Equal(options, string.Join(',', mount.Options));
    }

    [Fact]
    public void Without_kernel_support_only_the_top_is_read_only()
    {
        SpecInputs old = Inputs with { Host = Host with { HasRecursiveReadOnly = false } };
        Assert.Contains("ro", MountAt(Compile(With("/a:/b:ro"), old), "/b").Options);
    }

    [Fact]
    public void An_idmapped_mount_has_its_ranges()
    {
        Assert.Equal([new IdMapping(0, 5, 1)], Of("type=bind,src=/a,dst=/b,idmap=u0:5:1;g0:6:1").UidMappings);
        Assert.Equal([new IdMapping(0, 6, 1)], Of("type=bind,src=/a,dst=/b,idmap=u0:5:1;g0:6:1").GidMappings);
    }

    [Fact]
    public void A_volume_is_bound_from_its_directory()
    {
        SpecInputs inputs = Inputs with { VolumePaths = new Dictionary<string, string>(StringComparer.Ordinal) { ["/d"] = "/vol/v" } };
        MountSpec mount = MountAt(Compile(With("v:/d:ro"), inputs), "/d");
        Assert.Equal("/vol/v", mount.Source);
        Assert.Equal(["rbind", "ro", "rprivate"], mount.Options);
        Assert.Throws<ArgumentException>(() => Compile(With("v:/d")));
        SpecInputs image = inputs with { Image = inputs.Image with { Volumes = ["/d/", "/e"] } };
        Assert.Equal(["/d", "/e"], EffectiveSettings.MountsOf(With("/a:/d"), image.Image).Select(m => m.Target));
        Assert.IsType<BindMount>(EffectiveSettings.MountsOf(With("/a:/d"), image.Image)[0]);
    }

    [Theory]
    [InlineData("/t", "noexec,nosuid,nodev")]
    [InlineData("/t:exec,suid,dev", "exec,suid,dev")]
    [InlineData("/t:noexec,uid=5", "nosuid,nodev,noexec,uid=5")]
    [InlineData("/t:ro,size=1m,mode=1777", "noexec,nosuid,nodev,ro,size=1048576,mode=1777")]
    public void A_tmpfs_is_restricted_unless_said_otherwise(string text, string options) =>
        Assert.Equal(options, string.Join(',', MountAt(Compile(Busybox with { Mounts = [TmpfsSyntax.Parse(text)] }), "/t").Options));

    [Fact]
    public void Outer_mounts_come_before_inner_ones_and_after_the_defaults()
    {
        RuntimeSpec spec = Compile(With("/1:/a/b/c", "/2:/a", "/3:/x", "/4:/a/b"), Inputs with { Files = new ManagedFiles("/h", "/n", "/r") });
        Assert.Equal(
            ["/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm", "/a", "/x", "/a/b", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts", "/a/b/c"],
            spec.Mounts.Select(m => m.Destination));
    }

    [Fact]
    public void The_users_mounts_replace_default_and_managed_ones()
    {
        RuntimeSpec shm = Compile(With("/1:/dev/shm", "/2:/etc/hosts"), Inputs with { Files = new ManagedFiles("/h", null, null) });
        Assert.Equal("/1", MountAt(shm, "/dev/shm").Source);
        Assert.Equal("/2", MountAt(shm, "/etc/hosts").Source);
        Assert.Equal(["/proc", "/sys", "/sys/fs/cgroup", "/dev"], Compile(With("/dev:/dev")).Mounts.Select(m => m.Destination));
    }

    [Fact]
    public void Managed_files_are_read_only_when_the_root_is()
    {
        SpecInputs inputs = Inputs with { Files = new ManagedFiles("/h", null, null) };
        Assert.Equal(["bind", "rprivate"], MountAt(Compile(Busybox, inputs), "/etc/hosts").Options);
        RuntimeSpec spec = Compile(Busybox with { ReadOnlyRootfs = true }, inputs);
        Assert.Equal(["bind", "ro", "rprivate"], MountAt(spec, "/etc/hosts").Options);
        Assert.True(spec.Root!.Readonly);
    }

    [Fact]
    public void Shared_memory_follows_the_ipc_mode()
    {
        RuntimeSpec Ipc(NamespaceMode mode, SpecInputs inputs) => Compile(Busybox with { Namespaces = new() { Ipc = mode } }, inputs);
        SpecInputs joined = Inputs with { SharedMemoryPath = "/x/shm", NamespacePaths = new Dictionary<string, string>(StringComparer.Ordinal) { ["ipc"] = "/i" } };
        Assert.Contains("size=67108864", MountAt(Compile(Busybox), "/dev/shm").Options);
        Assert.Contains("size=1048576", MountAt(Compile(Busybox with { ShmSize = 1 << 20 }), "/dev/shm").Options);
        Assert.DoesNotContain(Ipc(NamespaceMode.None, Inputs).Mounts, m => m.Destination is "/dev/shm");
        Assert.Equal("/dev/shm", MountAt(Ipc(NamespaceMode.Host, Inputs), "/dev/shm").Source);
        Assert.Equal("/x/shm", MountAt(Ipc(NamespaceMode.OfContainer("a"), joined), "/dev/shm").Source);
        Assert.Equal("/x/shm", MountAt(Ipc(NamespaceMode.Shareable, joined), "/dev/shm").Source);
        Assert.Equal("tmpfs", MountAt(Ipc(NamespaceMode.Shareable, Inputs), "/dev/shm").Type);
    }

    [Theory]
    [InlineData("/a:/b", null)]
    [InlineData("/a:/b:rslave", "rslave")]
    [InlineData("/a:/b:slave", "rslave")]
    [InlineData("/a:/b:rshared", "shared")]
    public void The_root_lets_events_pass_that_a_mount_wants(string volume, string? propagation) =>
        Assert.Equal(propagation, LinuxOf(With(volume)).RootfsPropagation);

    [Fact]
    public void A_target_is_mounted_once_and_is_a_simple_path()
    {
        Assert.Equal("duplicate mount target \"/b\"", Refused(With("/a:/b", "/c:/b/")));
        Assert.Equal(
            "the mount target \"/a/../b\" is not simplified", Refused(Busybox with { Mounts = [new BindMount { Source = "/a", Target = "/a/../b" }] }));
    }
}
