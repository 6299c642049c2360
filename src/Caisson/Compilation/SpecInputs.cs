using System.Collections.ObjectModel;
using Caisson.Oci.Images;
using Caisson.Oci.Runtime;
using Caisson.Users;

namespace Caisson.Compilation;

/// <summary>Everything besides the <see cref="Containers.ContainerSpec"/> that a configuration is made of: what the engine looked up,
/// made or chose for this container.</summary>
internal sealed record SpecInputs
{
    /// <summary>The container's id: 64 lower-case hexadecimal digits.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The image's defaults; empty for a root file system without an image.</summary>
    public ImageContainerConfig Image { get; init; } = new();

    /// <summary>The absolute path of the mounted root file system.</summary>
    public required string Rootfs { get; init; }

    /// <summary>What <see cref="EffectiveSettings.User"/> means in the container's files.</summary>
    public UserIdentity User { get; init; } = UserIdentity.Root;

    /// <summary>The host.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>Namespace files of other containers by the kind's name in the runtime-spec (<c>network</c>, <c>pid</c>, <c>ipc</c>), for every
    /// <c>container:</c> mode; <c>user</c> too when that container has a user namespace of its own.</summary>
    public IReadOnlyDictionary<string, string> NamespacePaths { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The host name of the container whose network is shared.</summary>
    public string? SharedHostname { get; init; }

    /// <summary>The directory that becomes <c>/dev/shm</c> when the IPC namespace is the host's, another container's or shareable; null takes
    /// the host's for the first and a new tmpfs for the last.</summary>
    public string? SharedMemoryPath { get; init; }

    /// <summary>The host's directory of each <see cref="Mounts.VolumeMount"/> by its target.</summary>
    public IReadOnlyDictionary<string, string> VolumePaths { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The device nodes at each of <see cref="HostDevices.PathsOf"/>: one, or those below a directory with their paths on the
    /// host.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DeviceSpec>> DeviceNodes { get; init; } =
        ReadOnlyDictionary<string, IReadOnlyList<DeviceSpec>>.Empty;

    /// <summary>Files to mount over the image's.</summary>
    public ManagedFiles Files { get; init; } = ManagedFiles.None;

    /// <summary>The host's path of the supervisor that <c>--init</c> runs as PID 1; null when the runtime brings it by other means.</summary>
    public string? InitPath { get; init; }

    /// <summary>The profile read from <see cref="Security.SecurityOptions.SeccompProfile"/> when that is a path.</summary>
    public SeccompSpec? CustomSeccomp { get; init; }
}
