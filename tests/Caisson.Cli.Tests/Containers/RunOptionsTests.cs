using Caisson.Cli.Arguments;
using Caisson.Cli.Containers;
using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Processes;
using Caisson.Resources;

namespace Caisson.Cli.Tests.Containers;

public sealed class RunOptionsTests
{
    // Every option that "run" promises; each is in the table, and works or is refused by name.
    private const string Promised =
        "--name -d --rm -i -t --init --entrypoint -e --env-file -w -u --group-add --hostname --domainname --add-host --label --label-file " +
        "--annotation -v --mount --tmpfs --volumes-from --read-only --device --gpus --shm-size -p -P --expose --network --network-alias --ip --ip6 " +
        "--mac-address --dns --dns-search --dns-option --link --nat --no-nat --default-subnet -m --memory-reservation --memory-swap " +
        "--memory-swappiness --oom-kill-disable --oom-score-adj --cpus --cpu-shares --cpu-quota --cpu-period --cpuset-cpus --cpuset-mems " +
        "--pids-limit --blkio-weight --blkio-weight-device --device-read-bps --device-read-iops --device-write-bps --device-write-iops --ulimit " +
        "--cap-add --cap-drop --privileged --security-opt --sysctl --masked-path --userns --uts --pid --ipc --cgroupns --cgroup-parent " +
        "--stop-signal --stop-timeout --restart --health-cmd --health-interval --health-retries --health-start-interval --health-start-period " +
        "--health-timeout --no-healthcheck -a --attach --detach-keys --sig-proxy --log-driver --log-opt --pull --platform --quiet --cidfile " +
        "--pidfile --rootfs --isolation --posture --timeout --dry-run --device-cgroup-rule --storage-opt --secret";

    // Docker's other options of "docker run": known too, so that nobody is told that they do not exist.
    private const string Dockers =
        "-c -h -l -q --cpu-rt-period --cpu-rt-runtime --disable-content-trust --kernel-memory --link-local-ip --publish --publish-all --runtime " +
        "--use-api-socket --volume-driver --net --net-alias --dns-opt";

    public static TheoryData<string> Known => [.. (Promised + " " + Dockers).Split(' ')];

    public static TheoryData<string> Refused =>
        [.. RunOptions.Table().Where(option => option.Refusal is not null).Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Known))]
    public void Every_promised_option_is_in_the_table(string option)
    {
        OptionTable<RunRequest> table = RunOptions.Table();
        Assert.NotNull(option.StartsWith("--", StringComparison.Ordinal) ? table.Find(option.AsSpan(2)) : table.Find(option[1]));
    }

    [Fact]
    public void No_name_and_no_letter_stands_for_two_options()
    {
        Option<RunRequest>[] rows = [.. RunOptions.Table()];
        Assert.Equal(rows.Length, rows.Select(option => option.Name).Distinct(StringComparer.Ordinal).Count());
        char[] letters = [.. rows.Where(option => option.Letter is not null).Select(option => option.Letter!.Value)];
        Assert.Equal(letters.Length, letters.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refused_option_says_why_under_its_name(string name)
    {
        Option<RunRequest> option = RunOptions.Table().Find(name)!;
        string[] words = option.Kind == OptionKind.Flag
            ? [$"--{name}={(option.Refusal!.Accepted.Contains("true") ? "false" : "true")}", "image"]
            : [$"--{name}", "anything", "image"];
        var exception = Assert.Throws<CommandLineException>(() => Parse(words));
        string value = option.Refusal!.Accepted.Length > 0 && option.Kind == OptionKind.Value ? " \"anything\"" : "";
        Assert.Equal($"--{name}{value}: {option.Refusal.Reason}", exception.Message);
        Assert.True(option.Refusal.Reason.Length > 20);
    }

    [Theory]
    [InlineData("--pull missing --platform linux/amd64 --isolation linux --posture default --restart no -q")]
    [InlineData("--pull=never --isolation=default --restart= --sig-proxy --no-healthcheck=false -P=false")]
    public void Asking_for_what_happens_anyway_is_accepted(string words) => Assert.Equal(new ContainerSpec(), Parse([.. words.Split(' '), "x"]).Spec);

    [Fact]
    public void The_process_is_described_as_Docker_describes_it()
    {
        ContainerSpec spec = Complete(
            "-it", "--init", "--entrypoint", "/bin/sh", "-e", "A=1", "-e", "HOME", "-e", "GONE", "--env-file", "vars", "-eB=x=y", "-w", "/src/../app/", "-u", "1000:staff",
            "--group-add", "audio", "--group-add", "44", "--stop-signal", "QUIT", "--stop-timeout", "-1", "image:tag", "-c", "echo $HOME", "");
        Assert.Equal("image:tag", spec.Image);
        Assert.Equal(["-c", "echo $HOME", ""], spec.Command);
        Assert.Equal(["/bin/sh"], spec.Entrypoint);
        Assert.True(spec.OpenStdin && spec.Terminal && spec.Init);
        Assert.Equal(["A=1", "HOME=/home/me", "GONE", "FROM=file", "B=x=y"], spec.Environment);
        Assert.Equal("/app", spec.WorkingDirectory);
        Assert.Equal("1000:staff", spec.User);
        Assert.Equal(["audio", "44"], spec.AdditionalGroups);
        Assert.Equal(new Signal(3), spec.StopSignal);
        Assert.Equal(Timeout.InfiniteTimeSpan, spec.StopTimeout);
    }

    [Fact]
    public void An_empty_entrypoint_removes_the_images() => Assert.Empty(Complete("--entrypoint=", "image", "ls").Entrypoint!);

    [Fact]
    public void Without_options_nothing_is_said()
    {
        ContainerSpec spec = Complete("image");
        Assert.Equal(new ContainerSpec { Image = "image", Command = spec.Command }, spec);
        Assert.Empty(spec.Command);
        Assert.Null(spec.Entrypoint);
    }

    [Fact]
    public void Labels_and_annotations_collect_and_the_last_value_counts()
    {
        ContainerSpec spec = Complete("-l", "a=1", "--label", "b", "--label-file", "labels", "-la=2", "--annotation", "x=y", "image");
        Assert.Equal([("a", "2"), ("b", ""), ("from", "file")], spec.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("y", spec.Annotations["x"]);
    }

    [Fact]
    public void Mounts_keep_their_order_and_paths_are_relative_to_the_caller()
    {
        ContainerSpec spec = Complete(
            "-v", "/etc/hosts:/h:ro", "-v", "./data:/data", "--mount", "type=bind,source=/srv,target=/srv,readonly", "--tmpfs", "/tmp:size=1m", "--read-only", "image");
        Assert.Equal("/h /data /srv /tmp", string.Join(" ", spec.Mounts.Select(mount => mount.Target)));
        Assert.Equal("/srv/data", Assert.IsType<BindMount>(spec.Mounts[1]).Source);
        Assert.Equal(1 << 20, Assert.IsType<TmpfsMount>(spec.Mounts[3]).Size);
        Assert.True(spec.Mounts[0].ReadOnly && spec.ReadOnlyRootfs);
    }

    [Theory]
    [InlineData("--volume: volumes are not available in this version (data)", "-v", "data:/data")]
    [InlineData("--volume: volumes are not available in this version (an anonymous one)", "-v", "/data")]
    [InlineData("--mount: volumes are not available in this version (data)", "--mount", "type=volume,source=data,target=/data")]
    [InlineData("--tmpfs: duplicate mount target /x", "-v", "/a:/x", "--tmpfs", "/x")]
    [InlineData("--network: invalid network \"bridge\"", "--network", "bridge")]
    [InlineData("--network: invalid network \"mynet\"", "--network=mynet")]
    [InlineData("--network: several networks", "--network", "none", "--network", "host")]
    [InlineData("--network: several networks", "--net", "none", "--network", "host")]
    [InlineData("--name: invalid container name \"../x\"", "--name", "../x")]
    [InlineData("--name: invalid container name \"a\\nb\"", "--name", "a\nb")]
    [InlineData("--memory: invalid size \"xx\"", "-m", "xx")]
    [InlineData("--memory-swappiness: '101' is not a whole number from -1 to 100", "--memory-swappiness=101")]
    [InlineData("--oom-score-adj: '1001' is not", "--oom-score-adj", "1001")]
    [InlineData("--hostname: a name has", "-h", "a b")]
    [InlineData("--hostname: a name has", "-h", "")]
    [InlineData("--hostname: a name has", "-h", "-x")]
    [InlineData("--hostname: a name has", "-h", "a\n127.0.0.1 b")]
    [InlineData("--group-add: the group is empty", "--group-add", "")]
    [InlineData("--workdir: invalid working directory \"src\"", "-w", "src")]
    [InlineData("--cap-add: ", "--cap-add", "FLY")]
    [InlineData("--security-opt: ", "--security-opt", "magic=1")]
    [InlineData("--sysctl: ", "--sysctl", "kernel.panic=1")]
    [InlineData("--log-driver: 'syslog' is not available", "--log-driver", "syslog")]
    [InlineData("--cidfile: the path is empty", "--cidfile=")]
    [InlineData("--env-file: vars: line 1: no name before '='", "--env-file", "bad")]
    public void A_value_that_makes_no_sense_is_refused_under_the_options_name(string message, params string[] words)
    {
        var exception = Assert.Throws<CommandLineException>(() => Parse([.. words, "image"]));
        Assert.StartsWith(message.Replace("vars: ", "bad: ", StringComparison.Ordinal), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resources_are_translated_with_Dockers_zeros()
    {
        ResourceLimits limits = Complete(
            "-m", "512m", "--memory-reservation=256m", "--memory-swap", "-1", "--memory-swappiness", "10", "--oom-kill-disable", "--oom-score-adj", "-500",
            "--cpus", "1.5", "-c", "512", "--cpuset-cpus", "0-1", "--cpuset-mems", "0", "--pids-limit", "100", "--blkio-weight", "300", "--blkio-weight-device", "/dev/sda:200",
            "--device-read-bps", "/dev/sda:1mb", "--device-write-bps", "/dev/sda:2mb", "--device-read-iops", "/dev/sda:3", "--device-write-iops", "/dev/sda:4", "image").Resources;
        Assert.Equal(
            (512L << 20, 256L << 20, -1L, 10, true, -500, 1_500_000_000L, 512UL),
            (limits.Memory, limits.MemoryReservation, limits.MemorySwap, limits.MemorySwappiness, limits.OomKillDisable, limits.OomScoreAdjust, limits.NanoCpus, limits.CpuShares));
        Assert.Equal(("0-1", "0", 100L, (ushort)300), (limits.CpusetCpus, limits.CpusetMems, limits.PidsLimit, limits.BlkioWeight));
        Assert.Equal([new DeviceWeight("/dev/sda", 200)], limits.BlkioWeightDevices);
        Assert.Equal([new DeviceRate("/dev/sda", 1 << 20)], limits.DeviceReadBps);
        Assert.Equal([new DeviceRate("/dev/sda", 2 << 20)], limits.DeviceWriteBps);
        Assert.Equal([new DeviceRate("/dev/sda", 3)], limits.DeviceReadIops);
        Assert.Equal([new DeviceRate("/dev/sda", 4)], limits.DeviceWriteIops);

        ResourceLimits none = Complete(
            "-m0", "--memory-reservation=0", "--memory-swap=0", "--memory-swappiness=-1", "--cpus=0", "-c0", "--cpu-quota=0", "--cpu-period=0", "--blkio-weight=0", "image").Resources;
        Assert.Equal(ResourceLimits.Default, none);
        Assert.Equal(-1, Complete("--pids-limit=0", "image").Resources.PidsLimit);
        Assert.Equal((-1L, 50_000UL), (Complete("--cpu-quota=-1", "image").Resources.CpuQuota, Complete("--cpu-period=50000", "image").Resources.CpuPeriod));
    }

    [Fact]
    public void Ulimits_are_one_for_each_name() =>
        Assert.Equal(
            [new Ulimit("core", 0, 0), new Ulimit("nofile", 10, 20)],
            Complete("--ulimit", "nofile=5", "--ulimit", "core=0", "--ulimit", "nofile=10:20", "image").Ulimits);

    [Fact]
    public void Security_and_namespaces_are_translated()
    {
        ContainerSpec spec = Complete(
            "--cap-add", "net_admin", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "seccomp=unconfined", "--masked-path", "/proc/x",
            "--sysctl", "net.core.somaxconn=1", "--network", "container:db", "--pid", "host", "--ipc", "shareable", "--uts", "host", "--cgroupns", "host",
            "--userns", "private", "-h", "box.example", "--domainname", "example", "--add-host", "db:10.0.0.2", "--shm-size", "1g", "--device", "/dev/fuse",
            "--device-cgroup-rule", "c 1:3 rwm", "--cgroup-parent", "/jobs", "image");
        Assert.Equal(["CAP_NET_ADMIN"], spec.Security.CapAdd);
        Assert.Equal(["ALL"], spec.Security.CapDrop);
        Assert.True(spec.Security.NoNewPrivileges);
        Assert.Equal("unconfined", spec.Security.SeccompProfile);
        Assert.Equal(["/proc/x"], spec.Security.Mask);
        Assert.Equal("1", spec.Sysctls["net.core.somaxconn"]);
        Assert.Equal("container:db host shareable host host", $"{spec.Namespaces.Network} {spec.Namespaces.Pid} {spec.Namespaces.Ipc} {spec.Namespaces.Uts} {spec.Namespaces.Cgroup}");
        Assert.True(spec.Namespaces.User.IsPrivate);
        Assert.Equal(("box.example", "example", 1L << 30, "/jobs"), (spec.Hostname, spec.Domainname, spec.ShmSize, spec.CgroupParent));
        Assert.Equal([new ExtraHost("db", "10.0.0.2")], spec.ExtraHosts);
        Assert.Equal([new DeviceRequest("/dev/fuse", "/dev/fuse")], spec.Devices);
        Assert.Equal([new DeviceCgroupRule('c', 1, 3, "rwm")], spec.DeviceCgroupRules);
    }

    [Fact]
    public void What_happens_around_the_container_is_asked_apart_from_it()
    {
        RunRequest request = Parse("-d", "--cidfile", "id", "--pidfile", "/run/x.pid", "--dry-run", "--timeout", "1m30s", "--rm", "--name", "web", "image");
        Assert.True(request.Detach && request.DryRun && request.Spec.Remove);
        Assert.Equal(("/srv/id", "/run/x.pid", "web"), (request.CidFile, request.PidFile, request.Spec.Name));
        Assert.Equal(TimeSpan.FromSeconds(90), request.Spec.Timeout);
        Assert.Null(Parse("--timeout=0", "image").Spec.Timeout);
    }

    [Fact]
    public void A_root_file_system_stands_for_the_image()
    {
        ContainerSpec spec = Complete("--rootfs", "root", "ls", "-d");
        Assert.Null(spec.Image);
        Assert.Equal("/srv/root", spec.Rootfs);
        Assert.Equal(["ls", "-d"], spec.Command);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    public void Without_an_image_there_is_nothing_to_run(params string[] arguments) =>
        Assert.Contains("image's name is missing", Assert.Throws<UsageException>(() => new RunRequest().Complete(arguments)).Message, StringComparison.Ordinal);

    private static ContainerSpec Complete(params string[] words)
    {
        RunRequest request = NewRequest();
        return request.Complete(ArgumentParser.Parse(RunOptions.Table(), request, words, stopAtFirstArgument: true).Arguments);
    }

    private static RunRequest Parse(params string[] words)
    {
        RunRequest request = NewRequest();
        ArgumentParser.Parse(RunOptions.Table(), request, words, stopAtFirstArgument: true);
        return request;
    }

    private static RunRequest NewRequest() => new()
    {
        Caller = new Caller(
            name => name is "HOME" ? "/home/me" : null,
            () => "/srv",
            path => path switch
            {
                "vars" => "# comment\nFROM=file\nUNSET\n",
                "labels" => "from=file\n",
                _ => "=x\n",
            }),
    };
}
