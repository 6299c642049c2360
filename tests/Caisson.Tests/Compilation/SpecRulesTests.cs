using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Resources;
using static Caisson.Tests.Compilation.Compiling;

namespace Caisson.Tests.Compilation;

public class SpecRulesTests
{
    private static readonly NamespaceOptions JoinedNetwork = new() { Network = NamespaceMode.OfContainer("a") };

    public static TheoryData<ContainerSpec, string> Contradictions => new()
    {
        { new(), "exactly one of an image and --rootfs is needed" },
        { Busybox with { Rootfs = "/r" }, "exactly one of an image and --rootfs is needed" },
        { Busybox with { VolumesFrom = ["a"] }, "--volumes-from is not supported" },
        { Busybox with { Remove = true, Restart = new(RestartKind.Always) }, "--rm and --restart exclude each other" },
        { Busybox with { PublishedPorts = PortSyntax.Parse("80") }, "--publish does not go with --network none" },
        { Busybox with { Namespaces = JoinedNetwork, Hostname = "h" }, "--hostname does not go with --network container:a" },
        { Busybox with { Namespaces = JoinedNetwork, ExtraHosts = [new("a", "::1")] }, "--add-host does not go with --network container:a" },
        { Busybox with { Namespaces = JoinedNetwork, Dns = new() { Search = ["."] } }, "--dns does not go with --network container:a" },
        { Busybox with { Namespaces = new() { Uts = NamespaceMode.Host }, Hostname = "h" }, "--hostname does not go with --uts host" },
        { Busybox with { Namespaces = new() { Uts = NamespaceMode.Host }, Domainname = "h" }, "--domainname does not go with --uts host" },
        { Busybox with { Namespaces = new() { Pid = NamespaceMode.Host }, Init = true }, "--init does not go with --pid host" },
        { Busybox with { Namespaces = new() { Ipc = NamespaceMode.None }, ShmSize = 1 }, "--shm-size does not go with --ipc none" },
        { Busybox with { ShmSize = 0 }, "--shm-size must be more than zero" },
        { Busybox with { Ulimits = [new("nofile", 1, 1), new("nofile", 2, 2)] }, "--ulimit nofile is given twice" },
        { Busybox with { Command = ["a\0"] }, "an argument of the command has a zero character" },
        { Busybox with { Entrypoint = ["a\0"] }, "an argument of the entrypoint has a zero character" },
        { Busybox with { Environment = ["A\0=secret"] }, "an environment variable has no name or a zero character" },
        { Busybox with { Environment = ["=secret"] }, "an environment variable has no name or a zero character" },
        { Busybox with { Hostname = "a\nb" }, "invalid hostname \"a\\nb\": allowed are 1 to 64 letters, digits, '-', '_' and '.', the first not '-'" },
        { Busybox with { Domainname = "" }, "invalid domainname \"\": allowed are 1 to 64 letters, digits, '-', '_' and '.', the first not '-'" },
        { Busybox with { Name = "a/b" }, "invalid container name \"a/b\": allowed are 1 to 128 letters, digits, '_', '.' and '-', the first a letter or digit" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Contradictions_are_refused(ContainerSpec spec, string message) => Assert.Equal(message, Refusal.Of(() => SpecRules.Check(spec)));

    [Fact]
    public void A_host_name_goes_with_the_hosts_network() =>
        SpecRules.Check(Busybox with { Namespaces = new() { Network = NamespaceMode.Host }, Hostname = "web" });
}
