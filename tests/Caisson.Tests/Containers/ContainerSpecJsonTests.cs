using System.Net;
using System.Text;
using System.Text.Json;
using Caisson.Containers;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Oci;
using Caisson.Oci.Json;
using Caisson.Oci.Runtime;
using Caisson.Processes;
using Caisson.Resources;
using Caisson.Security;

namespace Caisson.Tests.Containers;

public class ContainerSpecJsonTests
{
    private static readonly IReadOnlyDictionary<string, string> Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v \"\n\u001b é", ["e"] = "" };
    private static readonly MountIdMap IdMap = new([new IdMapping(0, 1, 2)], [new IdMapping(3, 4, 5), new IdMapping(8, 9, 4294967286)]);
    private static readonly DeviceRate[] Rates = [new("/dev/sda", ulong.MaxValue)];

    /// <summary>A specification in which everything is said.</summary>
    private static readonly ContainerSpec Full = new()
    {
        Image = "busybox",
        Rootfs = "/r",
        Name = "name",
        Labels = Map,
        Annotations = Map,
        Entrypoint = ["/e", ""],
        Command = ["a", "b c", ""],
        Environment = ["A=1", "B"],
        WorkingDirectory = "/w",
        User = "u:g",
        AdditionalGroups = ["g1", "2"],
        Terminal = true,
        OpenStdin = true,
        Init = true,
        Hostname = "h",
        Domainname = "d",
        ExtraHosts = [new ExtraHost("a", "::1"), new ExtraHost("b:c", "host-gateway")],
        Dns = new DnsOptions { Servers = ["1.2.3.4"], Search = ["."], Options = ["ndots:2"] },
        PublishedPorts = [new PortMapping { HostAddress = IPAddress.IPv6Loopback, HostPort = 1, ContainerPort = 2, Protocol = PortProtocol.Udp }, new PortMapping { ContainerPort = 65535 }],
        Mounts =
        [
            new BindMount { Source = "/s", Target = "/t", ReadOnly = true, CreateSource = true, Propagation = MountPropagation.Slave, Recursive = false, ReadOnlyReach = ReadOnlyReach.TopOnly, Relabelling = Relabelling.Shared, IdMap = IdMap },
            new BindMount { Source = "/s2", Target = "/t2", ReadOnlyReach = ReadOnlyReach.Recursive, Relabelling = Relabelling.Private },
            new VolumeMount { Name = "v", Target = "/v", ReadOnly = true, Subpath = "x", NoCopy = true, Relabelling = Relabelling.Private, IdMap = IdMap },
            new VolumeMount { Target = "/anonymous" },
            new TmpfsMount { Target = "/tmp", ReadOnly = true, Size = 5, Mode = 0xFFF, Options = ["exec"] },
        ],
        VolumesFrom = ["other:ro"],
        ReadOnlyRootfs = true,
        ShmSize = 9,
        Devices = [new DeviceRequest("/dev/a", "/dev/b", "r")],
        DeviceCgroupRules = [new DeviceCgroupRule('c', 1, null, "m"), new DeviceCgroupRule('a', null, null, "rwm")],
        Namespaces = new NamespaceOptions
        {
            Network = NamespaceMode.OfContainer("n"), Pid = NamespaceMode.Host, Ipc = NamespaceMode.Shareable, Uts = NamespaceMode.Host, Cgroup = NamespaceMode.Host,
            User = new UserNamespace { IsPrivate = true, Uids = IdMap.Uids, Gids = IdMap.Gids },
        },
        Resources = new ResourceLimits
        {
            Memory = 1, MemoryReservation = 2, MemorySwap = -1, MemorySwappiness = 3, OomKillDisable = true, OomScoreAdjust = -4, NanoCpus = 5, CpuShares = 6,
            CpuQuota = -1, CpuPeriod = 7, CpusetCpus = "0", CpusetMems = "1", PidsLimit = -1, BlkioWeight = 10, BlkioWeightDevices = [new("/dev/sda", 20)],
            DeviceReadBps = Rates, DeviceWriteBps = Rates, DeviceReadIops = Rates, DeviceWriteIops = Rates, Unified = Map,
        },
        CgroupParent = "/p",
        Ulimits = [new Ulimit("nofile", 1, -1)],
        Sysctls = Map,
        Security = new SecurityOptions
        {
            Privileged = true, CapAdd = ["ALL"], CapDrop = ["CAP_CHOWN"], SeccompProfile = "/s", ApparmorProfile = "a", LabelOptions = ["disable"],
            NoNewPrivileges = true, SystemPathsUnconfined = true, Mask = ["/m"], Unmask = ["/u"],
        },
        StopSignal = new Signal(34),
        StopTimeout = Timeout.InfiniteTimeSpan,
        Restart = new RestartPolicy(RestartKind.OnFailure, 3),
        Remove = true,
        Timeout = TimeSpan.FromMilliseconds(1.5),
        LogDriver = "none",
        LogOptions = Map,
    };

    private static string Write(ContainerSpec spec)
    {
        var json = new JsonTextWriter();
        json.WriteStartObject();
        ContainerSpecJson.Write(json, spec);
        json.WriteEndObject();
        return Encoding.UTF8.GetString(json.Written);
    }

    private static (ContainerSpec Spec, IReadOnlyList<string> Unread) Read(string text)
    {
        JsonTree tree = JsonTree.Parse(Encoding.UTF8.GetBytes(text), "spec");
        return (ContainerSpecJson.Read(tree.Root), tree.UnreadMembers());
    }

    [Fact]
    public void Everything_that_can_be_said_is_said_in_the_full_specification() => Assert.Empty(Unsaid(Full, new ContainerSpec(), "spec"));

    [Fact]
    public void Everything_survives_writing_and_reading()
    {
        (ContainerSpec read, IReadOnlyList<string> unread) = Read(Write(Full));
        Assert.Equivalent(Full, read, strict: true);
        Assert.Equal(Write(Full), Write(read));
        Assert.Empty(unread);
        Assert.Equal(Full.Entrypoint, read.Entrypoint);
    }

    [Fact]
    public void What_is_not_said_stays_unsaid()
    {
        ContainerSpec read = Read(Write(new ContainerSpec { Image = "x" })).Spec;
        Assert.Equivalent(new ContainerSpec { Image = "x" }, read, strict: true);
        Assert.Null(read.Entrypoint);
        Assert.Empty(Read(Write(new ContainerSpec { Entrypoint = [] })).Spec.Entrypoint!);
        Assert.Equivalent(new ContainerSpec(), Read("{}").Spec, strict: true);
    }

    [Fact]
    public void Every_single_property_survives_alone()
    {
        foreach (System.Reflection.PropertyInfo property in typeof(ContainerSpec).GetProperties())
        {
            var spec = new ContainerSpec();
            property.SetValue(spec, property.GetValue(Full));
            Assert.Equivalent(spec, Read(Write(spec)).Spec, strict: true);
        }
    }

    [Theory]
    [InlineData("""{"image":5}""", "image: expected a string, found a number")]
    [InlineData("""{"terminal":"yes"}""", "terminal: expected true or false, found a string")]
    [InlineData("""{"command":"sh"}""", "command: expected an array, found a string")]
    [InlineData("""{"shmSize":-1}""", "shmSize: -1 is out of range (0 to 9223372036854775807)")]
    [InlineData("""{"stopSignal":65}""", "stopSignal: 65 is out of range (1 to 64)")]
    [InlineData("""{"mounts":[{"type":"nfs","target":"/t"}]}""", "mounts[0].type: expected bind, volume or tmpfs")]
    [InlineData("""{"mounts":[{"type":"bind","target":"/t"}]}""", "mounts[0]: source is missing")]
    [InlineData("""{"mounts":[{"type":"bind","target":"/t","source":"/s","propagation":"x"}]}""", "mounts[0].propagation: expected rprivate, private, rshared, shared, rslave and slave")]
    [InlineData("""{"security":{"capAdd":["FOO"]}}""", "security.capAdd[0]: unknown capability \"FOO\": allowed are the names of capabilities(7), as NET_ADMIN, and ALL")]
    [InlineData("""{"restart":"sometimes"}""", "restart: invalid restart policy \"sometimes\": allowed are no, on-failure[:MAXIMUM], always and unless-stopped")]
    [InlineData("""{"devices":[{"host":"/a","container":"/b","access":"rx"}]}""", "devices[0].access: expected letters of r, w and m, each at most once")]
    [InlineData("""{"deviceCgroupRules":[{"type":"ab","access":"r"}]}""", "deviceCgroupRules[0].type: expected a, b or c")]
    [InlineData("""{"publishedPorts":[{"hostPort":1,"containerPort":2,"protocol":"sctp"}]}""", "publishedPorts[0].protocol: expected tcp or udp")]
    [InlineData("""{"stopTimeout":-20000}""", "stopTimeout: -20000 is out of range (-10000 to 9223372036854775807)")]
    public void Wrong_values_are_refused_by_their_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SpecException>(() => Read(text)).Message);

    [Fact]
    public void Unknown_members_are_told() => Assert.Equal(["imagge", "resources.memry"], Read("""{"imagge":"x","resources":{"memry":1}}""").Unread);

    // The properties that have their default value, so that no new one can be forgotten above.
    private static IEnumerable<string> Unsaid(object full, object empty, string path)
    {
        foreach (System.Reflection.PropertyInfo property in full.GetType().GetProperties())
        {
            if (property.GetMethod!.IsStatic)
                continue;
            object? said = property.GetValue(full);
            object? unsaid = property.GetValue(empty);
            if (said is NamespaceOptions or ResourceLimits or SecurityOptions or DnsOptions)
            {
                foreach (string found in Unsaid(said, unsaid!, $"{path}.{property.Name}"))
                    yield return found;
            }
            else if (Equals(said, unsaid) || said is System.Collections.ICollection { Count: 0 })
            {
                yield return $"{path}.{property.Name}";
            }
        }
    }
}
