using Caisson.Linux.Capabilities;
using Caisson.Oci.Runtime;

namespace Caisson.Compilation;

/// <summary>What the compiler has to know about the host; collected by the engine, so that compiling reads nothing itself.</summary>
internal sealed record HostFacts
{
    /// <summary>The host's name, for containers that share its network or UTS namespace.</summary>
    public required string Hostname { get; init; }

    /// <summary>The number of CPUs; 0 when it is not known, which skips the check of <c>--cpus</c>.</summary>
    public int CpuCount { get; init; }

    /// <summary>1 or 2: the version whose memory controller is in use; 0 when it is not known.</summary>
    public int CgroupVersion { get; init; }

    /// <summary>Whether swap can be limited; without, only an explicit <c>--memory-swap</c> is refused.</summary>
    public bool HasSwapLimit { get; init; } = true;

    /// <summary>The capabilities that the engine can hand out: its own bounding set.</summary>
    public required CapabilitySet Capabilities { get; init; }

    /// <summary>The kernel's version, for the default seccomp profile.</summary>
    public required Version KernelVersion { get; init; }

    /// <summary>Every device below <c>/dev</c>, for <c>--privileged</c>; may be empty otherwise.</summary>
    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Whether AppArmor is in force.</summary>
    public bool HasApparmor { get; init; }

    /// <summary>Whether the kernel can make a mount and all below it read-only (mount_setattr(2), Linux 5.12).</summary>
    public bool HasRecursiveReadOnly { get; init; } = true;

    /// <summary>Whether the host has its message queues mounted at <c>/dev/mqueue</c>, for containers that share its IPC namespace and have a
    /// user namespace of their own.</summary>
    public bool HasMessageQueueMount { get; init; } = true;

    /// <summary>The user ids for <c>--userns private</c>, from subuid(5); empty when there are none.</summary>
    public IReadOnlyList<IdMapping> PrivateUids { get; init; } = [];

    /// <summary>The group ids for <c>--userns private</c>, from subgid(5); empty when there are none.</summary>
    public IReadOnlyList<IdMapping> PrivateGids { get; init; } = [];
}
