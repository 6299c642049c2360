using Caisson.Linux.Cgroups;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;

namespace Caisson.Runtime.Tests.Mounts;

/// <summary>config.md, "idmap" and "ridmap".</summary>
public sealed class MappedMountPlanTests
{
    private static readonly IdMapping[] s_own = [new(0, 5000, 10)], s_container = [new(0, 100000, 65536)];

    private static readonly MountSpec s_bind = new() { Destination = "/data", Type = "bind", Source = "/srv", Options = ["bind"] };

    [Fact]
    public void A_bind_mount_without_the_option_is_not_mapped() => Assert.Empty(Plan(s_bind, WithUserNamespace).Uids);

    [Fact]
    public void The_mount_s_own_ranges_win()
    {
        PlannedMount mount = Plan(s_bind with { Options = ["bind", "ridmap"], UidMappings = s_own, GidMappings = s_own }, WithUserNamespace);
        Assert.Equal(s_own, mount.Uids);
        Assert.Equal(s_own, mount.Gids);
        Assert.True(mount.Options.RecursiveIdMap);
    }

    [Fact]
    public void Ranges_alone_ask_for_it_too() => Assert.Equal(s_own, Plan(s_bind with { UidMappings = s_own, GidMappings = s_own }, new LinuxSpec()).Uids);

    [Fact]
    public void The_option_alone_takes_the_container_s_ranges()
    {
        PlannedMount mount = Plan(s_bind with { Options = ["bind", "idmap"] }, WithUserNamespace);
        Assert.Equal(s_container, mount.Uids);
        Assert.Equal(s_container, mount.Gids);
    }

    [Fact]
    public void What_cannot_be_mapped_is_refused()
    {
        Assert.Equal(
            "mounts[0].uidMappings: required, as the container has no user namespace",
            Refused(s_bind with { Options = ["bind", "idmap"] }, new LinuxSpec()));
        Assert.Equal(
            "mounts[0].gidMappings: required with the other kind of ranges", Refused(s_bind with { UidMappings = s_own }, WithUserNamespace));
        Assert.Equal(
            "mounts[0].options: only bind mounts can be idmapped",
            Refused(new MountSpec { Destination = "/t", Type = "tmpfs", Options = ["idmap"] }, WithUserNamespace));
    }

    private static LinuxSpec WithUserNamespace => new() { UidMappings = s_container, GidMappings = s_container };

    private static PlannedMount Plan(MountSpec mount, LinuxSpec linux) =>
        Assert.Single(MountPlanner.Plan([mount], linux, CgroupLayout.Parse(""), cgroupNamespace: true).Mounts);

    private static string Refused(MountSpec mount, LinuxSpec linux) => Assert.Throws<SpecException>(() => Plan(mount, linux)).Message;
}
