using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary><c>--userns MAP</c>: the container's root is an ordinary user of the host, and its files belong to it.</summary>
public sealed class UserNamespaceTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private const string Map = "0:100000:65536";

    [Fact]
    public void Ids_are_mapped_as_asked()
    {
        using RunningContainer box = sandbox.Detached("--userns", Map);
        Assert.Matches(@"^\s*0\s+100000\s+65536\n$", box.Exec("cat", "/proc/self/uid_map").Succeeded().Out);
        Assert.Matches(@"^100000\s+100000\s+100000\s+100000$", Host.Status(box.Pid, "Uid").Trim());
        Assert.NotEqual(
            File.ResolveLinkTarget("/proc/self/ns/user", returnFinalTarget: false)!.Name,
            File.ResolveLinkTarget($"/proc/{box.Pid}/ns/user", returnFinalTarget: false)!.Name);
    }

    [Fact]
    public void Everything_that_root_should_own_is_root_s()
    {
        const string Script = "stat -c '%n %u:%g' / /bin/busybox /dev /dev/null /dev/shm /dev/mqueue /dev/fd /etc/hosts /proc/self/net /sys/class/net/lo/mtu";
        string[] lines = Run("sh", "-c", Script).Succeeded().Lines;
        Assert.Equal(10, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(" 0:0", line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_container_s_root_writes_is_stored_as_root_s()
    {
        using RunningContainer box = sandbox.Detached("--userns", Map);
        box.Exec("sh", "-c", "touch /made && mkdir -p /made.d && touch /other && chown 5:6 /other && echo x >> /etc/passwd").Succeeded();
        string upper = Path.Combine(sandbox.Root, "containers", box.Id, "upper");
        Assert.Equal(
            "0:0 0:0 5:6 0:0\n",
            Command.Run("/bin/sh", "-c", $"echo $(stat -c %u:%g {upper}/made {upper}/made.d {upper}/other {upper}/etc/passwd)").Succeeded().Out);
    }

    [Fact]
    public void A_user_that_is_not_root_runs_and_has_its_terminal()
    {
        Assert.Equal("1000 1000\n", Run("-u", "1000:1000", "sh", "-c", "echo $(id -u) $(id -g)").Succeeded().Out);
        Assert.Equal("1000\n", Run("-u", "1000", "sh", "-c", "echo x > /proc/self/fd/1; stat -L -c %u /proc/self/fd/1").Succeeded().Lines[^1] + "\n");
    }

    [Fact]
    public void The_container_keeps_its_other_confinement()
    {
        string status = Run("cat", "/proc/self/status").Succeeded().Out;
        Assert.Matches(@"(?m)^CapEff:\s00000000a80425fb$", status);
        Assert.Matches(@"(?m)^Seccomp:\s2$", status);
        Assert.Equal("box\n", Run("--hostname", "box", "hostname").Succeeded().Out);
        Run("sh", "-c", "echo 1 > /proc/sys/kernel/panic").ExitedWith(1);
        Run("mount", "-t", "tmpfs", "t", "/tmp").ExitedWith(1);
    }

    [Fact]
    public void Exec_is_root_of_the_namespace_or_any_user_in_it()
    {
        using RunningContainer box = sandbox.Detached("--userns", Map, "--oom-score-adj", "100");
        Assert.Equal("0 0 0\n", box.Exec("sh", "-c", "echo $(id -u) $(id -g) $(id -G)").Succeeded().Out);
        Assert.Equal("1000 5 5\n", sandbox.Caisson("exec", "-u", "1000:5", box.Id, "sh", "-c", "echo $(id -u) $(id -g) $(id -G)").Succeeded().Out);
        Assert.Equal("100\n", box.Exec("cat", "/proc/1/oom_score_adj").Succeeded().Out);
        Assert.Matches(@"(?m)^CapEff:\s00000000a80425fb$", box.Exec("cat", "/proc/self/status").Succeeded().Out);
    }

    [Fact]
    public void Ids_in_mount_options_are_the_container_s() =>
        Assert.Equal("5:6 700\n", Run("--tmpfs", "/t:uid=5,gid=6,mode=700", "stat", "-c", "%u:%g %a", "/t").Succeeded().Out);

    [Fact]
    public void A_root_directory_is_mapped_too()
    {
        string root = sandbox.NewPath("rootfs");
        Command.Run("/bin/sh", "-c", $"mkdir -p {root}/bin {root}/tmp && cp /bin/busybox {root}/bin/busybox && ln -s busybox {root}/bin/sh").Succeeded();
        Assert.Equal(
            "0:0\n", sandbox.Caisson("run", "--rm", "--userns", Map, "--rootfs", root, "/bin/sh", "-c", "busybox touch /tmp/new && busybox stat -c %u:%g /bin").Succeeded().Out);
        Assert.Equal("0:0\n", Command.Run("/usr/bin/stat", "-c", "%u:%g", root + "/tmp/new").Succeeded().Out);
    }

    [Fact]
    public void Host_namespaces_can_be_shared()
    {
        CommandResult result = Run(
            "--network", "host", "--pid", "host", "--ipc", "host", "--uts", "host", "--cgroupns", "host", "sh", "-c",
            "for kind in net pid ipc uts cgroup; do readlink /proc/self/ns/$kind; done; ls -d /sys/class/net/lo");
        string[] expected = [.. new[] { "net", "pid", "ipc", "uts", "cgroup" }.Select(
            kind => File.ResolveLinkTarget($"/proc/self/ns/{kind}", returnFinalTarget: false)!.Name)];
        Assert.Equal([.. expected, "/sys/class/net/lo"], result.Succeeded().Lines);
    }

    [Fact]
    public void Maps_that_cannot_be_are_refused()
    {
        sandbox.Caisson("run", "--rm", "--userns", "1:100000:10", Sandbox.Busybox, "true").FailedWith(125, "0");
        sandbox.Caisson("run", "--rm", "--userns", "0:100000:10", "-u", "10", Sandbox.Busybox, "true").FailedWith(125, "user id 10 is not mapped");
        sandbox.Caisson("run", "--rm", "--userns", Map, "--privileged", Sandbox.Busybox, "true").FailedWith(125, "--privileged needs --userns host");
    }

    [Fact]
    public void A_bind_mount_can_be_mapped_with_and_without_a_user_namespace()
    {
        string directory = sandbox.NewPath("mapped");
        Directory.CreateDirectory(directory);
        Command.Run("/bin/sh", "-c", $"echo x > {directory}/file && chown 7:8 {directory}/file").Succeeded();
        string mount = $"type=bind,src={directory},dst=/data,idmap={Map}";
        Assert.Equal("100007:100008\n", sandbox.Caisson("run", "--rm", "--mount", mount, Sandbox.Busybox, "stat", "-c", "%u:%g", "/data/file").Succeeded().Out);
        Assert.Equal("7:8\n", Run("--mount", mount, "stat", "-c", "%u:%g", "/data/file").Succeeded().Out);
        Run("--mount", mount, "touch", "/data/new").Succeeded();
        Assert.Equal("0:0\n", Command.Run("/usr/bin/stat", "-c", "%u:%g", directory + "/new").Succeeded().Out);
    }

    // Options stand before the image, the command after it: the command begins at the first argument that is no option's.
    private CommandResult Run(params string[] arguments)
    {
        int command = 0;
        while (arguments[command].StartsWith('-'))
        {
            command += 2;
        }

        return sandbox.Caisson(["run", "--rm", "--userns", Map, .. arguments[..command], Sandbox.Busybox, .. arguments[command..]]);
    }
}
