using System.Text;
using Caisson.Compilation;
using Caisson.Containers;
using Caisson.Linux.Capabilities;
using Caisson.Oci.Images;
using Caisson.Oci.Runtime;

namespace Caisson.Tests.Compilation;

/// <summary>A host, an image and a container that say as little as possible.</summary>
internal static class Compiling
{
    internal static readonly ContainerSpec Busybox = new() { Image = "busybox" };

    internal static readonly HostFacts Host = new()
    {
        Hostname = "metal",
        CpuCount = 4,
        Capabilities = CapabilitySet.All,
        KernelVersion = new Version(6, 1),
    };

    internal static readonly SpecInputs Inputs = new()
    {
        ContainerId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        Image = new ImageContainerConfig { Cmd = ["sh"] },
        Rootfs = "/var/lib/caisson/rootfs",
        Host = Host,
    };

    internal static RuntimeSpec Compile(ContainerSpec spec, SpecInputs? inputs = null) => SpecCompiler.Compile(spec, inputs ?? Inputs);

    internal static LinuxSpec LinuxOf(ContainerSpec spec, SpecInputs? inputs = null) => Compile(spec, inputs).Linux!;

    internal static ProcessSpec ProcessOf(ContainerSpec spec, SpecInputs? inputs = null) => Compile(spec, inputs).Process!;

    internal static MountSpec MountAt(RuntimeSpec spec, string destination) =>
        Assert.Single(spec.Mounts, mount => string.Equals(mount.Destination, destination, StringComparison.Ordinal));

    internal static string Refused(ContainerSpec spec, SpecInputs? inputs = null) => Refusal.Of(() => Compile(spec, inputs));

    /// <summary>The configuration as indented JSON, without the seccomp filter, which has tests of its own.</summary>
    internal static string Json(RuntimeSpec spec)
    {
        using var stream = new MemoryStream();
        RuntimeSpecJson.Write(spec with { Linux = spec.Linux! with { Seccomp = null } }, stream, indented: true);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
