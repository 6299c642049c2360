using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.8: safe by default, as a process inside sees it.</summary>
public sealed class SecurityDefaultTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    // chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap
    private const string FourteenCapabilities = "00000000a80425fb";
    private const string None = "0000000000000000";

    private string Status(string key, params string[] options) =>
        sandbox.Caisson(["run", "--rm", .. options, Sandbox.Busybox, "grep", $"^{key}:", "/proc/self/status"]).Succeeded().Out.Split('\t')[1].Trim();

    private CommandResult Shell(string script, params string[] options) =>
        sandbox.Caisson(["run", "--rm", .. options, Sandbox.Busybox, "sh", "-c", script]);

    [Theory]
    [InlineData("CapEff", FourteenCapabilities)]
    [InlineData("CapPrm", FourteenCapabilities)]
    [InlineData("CapBnd", FourteenCapabilities)]
    [InlineData("CapInh", None)]
    [InlineData("CapAmb", None)]
    public void Capability_sets_are_docker_s(string set, string value) => Assert.Equal(value, Status(set));

    [Fact]
    public void Capabilities_are_dropped_and_added_by_name()
    {
        Assert.Equal(None, Status("CapEff", "--cap-drop", "ALL"));
        Assert.Equal("0000000000000001", Status("CapEff", "--cap-drop", "ALL", "--cap-add", "CHOWN"));
        Assert.Equal("00000000a80435fb", Status("CapEff", "--cap-add", "NET_ADMIN"));
        Assert.Equal("00000000a80425fa", Status("CapBnd", "--cap-drop", "CAP_CHOWN"));
    }

    [Fact]
    public void Seccomp_filter_is_in_force_unless_unconfined()
    {
        Assert.Equal("2", Status("Seccomp"));
        Assert.Equal("0", Status("Seccomp", "--security-opt", "seccomp=unconfined"));
    }

    [Fact]
    public void No_new_privileges_follows_docker_s_rule()
    {
        Assert.Equal("0", Status("NoNewPrivs"));
        Assert.Equal("1", Status("NoNewPrivs", "--security-opt", "no-new-privileges"));
    }

    [Theory]
    [InlineData("unshare", "-r true")]
    [InlineData("mount", "-t tmpfs none /tmp")]
    public void Calls_outside_the_seccomp_profile_fail(string command, string arguments)
    {
        CommandResult result = Shell($"{command} {arguments}");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("ermi", result.Error, StringComparison.Ordinal); // "Operation not permitted" or "permission denied"
    }

    [Theory]
    [InlineData("/proc/kcore")]
    [InlineData("/proc/keys")]
    [InlineData("/proc/timer_list")]
    public void Masked_files_read_as_empty(string path) => Assert.Equal("0\n", Shell($"test ! -e {path} && echo 0 || cat {path} | wc -c").Succeeded().Out);

    [Theory]
    [InlineData("/proc/acpi")]
    [InlineData("/proc/scsi")]
    [InlineData("/sys/firmware")]
    public void Masked_directories_are_empty(string path) => Assert.Equal("", Shell($"test ! -e {path} || ls -A {path}").Succeeded().Out);

    [Theory]
    [InlineData("/proc/sys/kernel/domainname")]
    [InlineData("/proc/sysrq-trigger")]
    [InlineData("/sys/kernel/uevent_seqnum")]
    public void Kernel_settings_cannot_be_written(string path)
    {
        CommandResult result = Shell($"test -e {path} && echo 0 >{path}");
        Assert.NotEqual(0, result.ExitCode);
    }

    [Theory]
    [InlineData("pid")]
    [InlineData("mnt")]
    [InlineData("net")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("cgroup")]
    public void Namespace_is_the_container_s_own(string kind)
    {
        string inside = Shell($"readlink /proc/self/ns/{kind}").Succeeded().Out.Trim();
        string outside = File.ResolveLinkTarget($"/proc/self/ns/{kind}", returnFinalTarget: false)!.Name;
        Assert.StartsWith(kind + ":[", inside, StringComparison.Ordinal);
        Assert.NotEqual(outside, inside);
    }

    [Fact]
    public void Process_is_number_one_and_sees_only_its_own()
    {
        Assert.Equal("1\n", Shell("echo $$").Succeeded().Out);
        Assert.Equal("0\n", Shell("ls -d /proc/[0-9]* | grep -vc '/proc/[1-9]$'; true").Succeeded().Out);
    }

    [Fact]
    public void Network_none_has_only_a_loopback_that_is_up() =>
        Assert.Equal("lo\n", Shell("ls /sys/class/net && ping -c 1 -W 1 127.0.0.1 >/dev/null", "--network", "none").Succeeded().Out);

    [Fact]
    public void No_descriptor_of_the_engine_is_inherited() =>
        // 0, 1, 2 and the directory that ls itself reads.
        Assert.Equal("0\n1\n2\n3\n", sandbox.Run("ls", "/proc/self/fd").Succeeded().Out);

    [Fact]
    public void Devices_are_the_usual_ones_and_no_disk_can_be_opened()
    {
        string[] nodes = sandbox.Run("ls", "/dev").Succeeded().Lines;
        foreach (string name in new[] { "null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm", "mqueue", "fd", "stdin", "stdout", "stderr" })
        {
            Assert.Contains(name, nodes);
        }
        Assert.Empty(nodes.Except(["null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm", "mqueue", "fd", "stdin", "stdout", "stderr", "core", "console"]));

        // mknod is allowed, opening what was made is not: 259:0 and the like are refused by the device rules.
        Assert.NotEqual(0, Shell("mknod /tmp/disk b 7 0 && cat /tmp/disk").ExitCode);
    }

    [Fact]
    public void Signals_have_their_default_dispositions_and_none_is_blocked()
    {
        Assert.Equal(None, Status("SigBlk"));
        Assert.Equal(None, Status("SigIgn"));
    }

    [Fact]
    public void Privileged_has_every_capability_that_the_caller_has_and_no_filter()
    {
        Assert.Equal(Host.Status(Environment.ProcessId, "CapEff"), Status("CapEff", "--privileged"));
        Assert.Equal("0", Status("Seccomp", "--privileged"));
    }
}
