using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Linux.Capabilities;
using Caisson.Oci.Images;
using Caisson.Oci.Runtime;
using Caisson.Resources;
using Caisson.Security;
using Caisson.Users;
using static Caisson.Tests.Compilation.Compiling;

namespace Caisson.Tests.Compilation;

public class ProcessTests
{
    private const string Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static IReadOnlyList<string> Args(string[]? imageEntrypoint, string[] imageCommand, string[]? entrypoint, string[] command) =>
        ProcessOf(Busybox with { Entrypoint = entrypoint, Command = command }, Inputs with
        {
            Image = new ImageContainerConfig { Entrypoint = imageEntrypoint ?? [], Cmd = imageCommand },
        }).Args;

    [Fact]
    public void Entrypoint_and_command_combine_as_in_docker()
    {
        Assert.Equal(["sh"], Args(null, ["sh"], null, []));
        Assert.Equal(["ls", "-l"], Args(null, ["sh"], null, ["ls", "-l"]));
        Assert.Equal(["/e", "a"], Args(["/e"], ["a"], null, []));
        Assert.Equal(["/e", "b"], Args(["/e"], ["a"], null, ["b"]));
        Assert.Equal(["/x"], Args(["/e"], ["a"], ["/x"], []));
        Assert.Equal(["/x", "b"], Args(["/e"], ["a"], ["/x"], ["b"]));
        Assert.Equal(["b"], Args(["/e"], ["a"], [], ["b"]));
    }

    [Fact]
    public void Nothing_to_run_is_refused()
    {
        Assert.Equal("no command specified: the image has none, give one after its name", Refusal.Of(() => Args(["/e"], ["a"], [], [])));
        Assert.Equal("no command specified: the image has none, give one after its name", Refusal.Of(() => Args(null, [], null, [])));
        Assert.Equal("the command is an empty text", Refusal.Of(() => Args(null, [], null, ["", "x"])));
    }

    private static IReadOnlyList<string> Env(string[] image, string[] user, bool terminal = false) =>
        ProcessOf(Busybox with { Environment = user, Terminal = terminal, Hostname = "h" }, Inputs with
        {
            Image = Inputs.Image with { Env = image },
            User = new UserIdentity { Home = "/root" },
        }).Env;

    [Fact]
    public void The_environment_has_dockers_defaults()
    {
        Assert.Equal([Path, "HOSTNAME=h", "HOME=/root"], Env([], []));
        Assert.Equal([Path, "HOSTNAME=h", "TERM=xterm", "HOME=/root"], Env([], [], terminal: true));
        Assert.Equal("HOSTNAME=0123456789ab", ProcessOf(Busybox).Env[1]);
    }

    [Fact]
    public void The_user_wins_over_the_image_and_the_image_over_the_defaults()
    {
        Assert.Equal(["PATH=/i", "HOSTNAME=h", "HOME=/root", "A=i"], Env(["PATH=/i", "A=i"], []));
        Assert.Equal(["PATH=/u", "HOSTNAME=h", "HOME=/root", "A=u", "B=i"], Env(["PATH=/i", "A=i", "B=i"], ["PATH=/u", "A=u"]));
        Assert.Equal([Path, "HOSTNAME=mine", "HOME=/", "A=2"], Env([], ["A=1", "HOSTNAME=mine", "A=2", "HOME=/"]));
        Assert.Equal([Path, "HOSTNAME=h", "HOME=/root", "A=2"], Env(["A=1", "A=2"], []));
    }

    [Fact]
    public void A_name_without_a_value_removes_the_variable() =>
        Assert.Equal(["HOME=/root", "B=i"], Env(["A=i", "B=i", "HOSTNAME=i"], ["A", "PATH", "HOSTNAME", "NEVER"]));

    [Fact]
    public void The_working_directory_is_the_users_the_images_or_the_root()
    {
        SpecInputs image = Inputs with { Image = Inputs.Image with { WorkingDir = "srv/../app" } };
        Assert.Equal("/", ProcessOf(Busybox).Cwd);
        Assert.Equal("/app", ProcessOf(Busybox, image).Cwd);
        Assert.Equal("/w", ProcessOf(Busybox with { WorkingDirectory = "/w" }, image).Cwd);
        Assert.Equal("invalid working directory \"w\": it must be an absolute path", Refused(Busybox with { WorkingDirectory = "w" }));
    }

    [Fact]
    public void Ids_and_limits_are_passed_on()
    {
        ProcessSpec process = ProcessOf(
            Busybox with
            {
                Terminal = true,
                Ulimits = [Ulimit.Parse("nofile=10:20"), Ulimit.Parse("core=-1")],
                Resources = new ResourceLimits { OomScoreAdjust = -5 },
                Security = new SecurityOptions { NoNewPrivileges = true },
            },
            Inputs with { User = new UserIdentity { Uid = 5, Gid = 6, AdditionalGids = [6, 7] } });
        Assert.True(process.Terminal);
        Assert.True(process.NoNewPrivileges);
        Assert.Equal(-5, process.OomScoreAdj);
        Assert.Equal((5u, 6u), (process.User.Uid, process.User.Gid));
        Assert.Equal([6u, 7u], process.User.AdditionalGids);
        Assert.Equal([new RlimitSpec("RLIMIT_NOFILE", 10, 20), new RlimitSpec("RLIMIT_CORE", ulong.MaxValue, ulong.MaxValue)], process.Rlimits);
    }

    [Fact]
    public void Init_runs_in_front_of_the_command()
    {
        RuntimeSpec spec = Compile(Busybox with { Init = true }, Inputs with { InitPath = "/lib/caisson-init" });
        Assert.Equal(["/dev/.caisson-init", "--", "sh"], spec.Process!.Args);
        MountSpec mount = MountAt(spec, "/dev/.caisson-init");
        Assert.Equal(("/lib/caisson-init", "bind"), (mount.Source, mount.Type));
        Assert.Equal(["bind", "ro", "rprivate"], mount.Options);
        Assert.Equal(["sh"], ProcessOf(Busybox with { Init = true }).Args);
    }

    private static CapabilitiesSpec Capabilities(string[] add, string[] drop, uint uid = 0, bool privileged = false) => ProcessOf(
        Busybox with { Security = new SecurityOptions { CapAdd = add, CapDrop = drop, Privileged = privileged } },
        Inputs with { User = new UserIdentity { Uid = uid } }).Capabilities!;

    [Fact]
    public void Capabilities_are_added_and_dropped()
    {
        Assert.Equal(14, Capabilities([], []).Bounding.Count);
        Assert.Equal(15, Capabilities(["CAP_NET_ADMIN"], []).Bounding.Count);
        Assert.Equal(14, Capabilities(["CAP_CHOWN"], []).Bounding.Count);
        Assert.Equal(13, Capabilities([], ["CAP_CHOWN"]).Bounding.Count);
        Assert.Equal(14, Capabilities([], ["CAP_NET_ADMIN"]).Bounding.Count);
        Assert.Empty(Capabilities([], ["ALL"]).Bounding);
        Assert.Equal(["CAP_NET_ADMIN"], Capabilities(["CAP_NET_ADMIN"], ["ALL"]).Bounding);
        Assert.Equal(41, Capabilities(["ALL"], []).Bounding.Count);
        Assert.Equal(40, Capabilities(["ALL"], ["CAP_SYS_ADMIN"]).Bounding.Count);
        Assert.Equal(41, Capabilities([], [], privileged: true).Bounding.Count);
    }

    [Fact]
    public void Only_root_has_its_capabilities_at_hand()
    {
        CapabilitiesSpec root = Capabilities([], []);
        Assert.Equal(root.Bounding, root.Permitted);
        Assert.Equal(root.Bounding, root.Effective);
        CapabilitiesSpec other = Capabilities([], [], uid: 1000);
        Assert.Equal(14, other.Bounding.Count);
        Assert.All([other.Permitted, other.Effective, other.Inheritable, other.Ambient, root.Inheritable, root.Ambient], Assert.Empty);
    }

    [Fact]
    public void Capabilities_that_the_host_lacks_are_refused_by_name()
    {
        SpecInputs poor = Inputs with { Host = Host with { Capabilities = CapabilitySet.All.Without(CapabilitySet.Of(Caisson.Linux.Capabilities.Capability.CAP_SYS_RESOURCE, Caisson.Linux.Capabilities.Capability.CAP_MKNOD)) } };
        Assert.Equal(
            "capability CAP_SYS_RESOURCE is not available on this host",
            Refused(Busybox with { Security = new SecurityOptions { CapAdd = ["CAP_SYS_RESOURCE"] } }, poor));
        Assert.Equal(13, ProcessOf(Busybox, poor).Capabilities!.Bounding.Count);
        Assert.Equal(39, ProcessOf(Busybox with { Security = new SecurityOptions { CapAdd = ["ALL"] } }, poor).Capabilities!.Bounding.Count);
        Assert.Equal("capability CAP_CHOWN is both added and dropped", Refusal.Of(() => Capabilities(["CAP_CHOWN"], ["CAP_CHOWN"])));
    }
}
