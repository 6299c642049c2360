using System.Collections.ObjectModel;
using Caisson.Mounts;
using Caisson.Namespaces;
using Caisson.Networks;
using Caisson.Processes;
using Caisson.Resources;
using Caisson.Security;

namespace Caisson.Containers;

/// <summary>
/// Everything that a user can say about a container: what <c>caisson create</c> keeps and every start repeats. Immutable; null or empty
/// means "not said", so that the image's or the engine's default applies. Texts are already parsed; see the parsers beside each type.
/// </summary>
public sealed record ContainerSpec
{
    /// <summary>The image's reference as the user gave it; exactly one of this and <see cref="Rootfs"/> is set.</summary>
    public string? Image { get; init; }

    /// <summary>An absolute directory to use as the root file system instead of an image; used in place, not copied.</summary>
    public string? Rootfs { get; init; }

    /// <summary>The container's name (<see cref="ResourceName"/>); null lets the engine choose one.</summary>
    public string? Name { get; init; }

    /// <summary>Metadata by key; an image's labels are added to these, and these win.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Annotations that end up in the OCI configuration.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What replaces the image's ENTRYPOINT: null keeps it, an empty list removes it.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Arguments after the image's name; empty keeps the image's CMD unless <see cref="Entrypoint"/> is given.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>In order, <c>NAME=value</c> sets and <c>NAME</c> alone removes what the image set; the last one of a name wins.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>An absolute directory in the container; null takes the image's, else <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>name|uid[:group|gid]</c>, looked up in the container's own files; null takes the image's, else root.</summary>
    public string? User { get; init; }

    /// <summary>Supplementary groups by name or id, in addition to those that the container's group file gives the user.</summary>
    public IReadOnlyList<string> AdditionalGroups { get; init; } = [];

    /// <summary>Whether the process gets a pseudo-terminal (<c>-t</c>).</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether standard input is kept open for a client (<c>-i</c>); otherwise it is <c>/dev/null</c>.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Whether a small supervisor runs as PID 1, forwards signals and reaps (<c>--init</c>).</summary>
    public bool Init { get; init; }

    /// <summary>The host name; null takes the first 12 digits of the container's id, or the host's when its UTS namespace is shared.</summary>
    public string? Hostname { get; init; }

    /// <summary>The NIS domain name; null leaves it unset.</summary>
    public string? Domainname { get; init; }

    /// <summary>Additional lines of <c>/etc/hosts</c>.</summary>
    public IReadOnlyList<ExtraHost> ExtraHosts { get; init; } = [];

    /// <summary>What replaces parts of <c>/etc/resolv.conf</c>.</summary>
    public DnsOptions Dns { get; init; } = DnsOptions.Default;

    /// <summary>Ports to publish, ranges expanded.</summary>
    public IReadOnlyList<PortMapping> PublishedPorts { get; init; } = [];

    /// <summary>Bind mounts, volumes and tmpfs in the order given; no two have the same target.</summary>
    public IReadOnlyList<Mount> Mounts { get; init; } = [];

    /// <summary>Containers whose volumes to take, as <c>name[:ro|rw]</c>.</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];

    /// <summary>Whether the root file system is read-only inside.</summary>
    public bool ReadOnlyRootfs { get; init; }

    /// <summary>The size of <c>/dev/shm</c> in bytes; null is 64 MiB.</summary>
    public long? ShmSize { get; init; }

    /// <summary>Devices of the host to make available.</summary>
    public IReadOnlyList<DeviceRequest> Devices { get; init; } = [];

    /// <summary>Device rules after those of <see cref="Devices"/>.</summary>
    public IReadOnlyList<DeviceCgroupRule> DeviceCgroupRules { get; init; } = [];

    /// <summary>What the container shares with the host or another container.</summary>
    public NamespaceOptions Namespaces { get; init; } = NamespaceOptions.Default;

    /// <summary>Limits of the container's cgroup.</summary>
    public ResourceLimits Resources { get; init; } = ResourceLimits.Default;

    /// <summary>The parent of the container's cgroup; null is the engine's.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Resource limits of the process (setrlimit(2)), one per name.</summary>
    public IReadOnlyList<Ulimit> Ulimits { get; init; } = [];

    /// <summary>Kernel parameters by dotted name.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Capabilities, privileges and protected paths.</summary>
    public SecurityOptions Security { get; init; } = SecurityOptions.Default;

    /// <summary>The signal that asks the process to stop; null takes the image's, else SIGTERM.</summary>
    public Signal? StopSignal { get; init; }

    /// <summary>How long to wait between the stop signal and the kill; null is 10 seconds; infinite waits for ever.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>What to do when the process ends by itself.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.No;

    /// <summary>Whether the container is removed when it ends (<c>--rm</c>).</summary>
    public bool Remove { get; init; }

    /// <summary>How long the process may run before it is killed; null is without limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The log driver's name; null is the engine's default.</summary>
    public string? LogDriver { get; init; }

    /// <summary>The log driver's options.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
