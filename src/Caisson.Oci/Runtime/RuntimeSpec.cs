namespace Caisson.Oci.Runtime;

/// <summary>
/// A container's configuration, the content of a bundle's <c>config.json</c> (runtime-spec 1.2, config.md).
/// Immutable; absent members are null or empty, never defaulted to something else.
/// </summary>
public sealed record RuntimeSpec
{
    /// <summary>The version of the specification that the configuration follows (SemVer).</summary>
    public string OciVersion { get; init; } = "1.2.0";

    /// <summary>What to run; required to start the container.</summary>
    public ProcessSpec? Process { get; init; }

    /// <summary>The container's root file system.</summary>
    public RootSpec? Root { get; init; }

    /// <summary>The host name seen inside; needs a new UTS namespace.</summary>
    public string? Hostname { get; init; }

    /// <summary>The NIS domain name seen inside; needs a new UTS namespace.</summary>
    public string? Domainname { get; init; }

    /// <summary>Mounts beside the root, in the order in which they are made.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary>Programs to run at points of the container's life.</summary>
    public HooksSpec? Hooks { get; init; }

    /// <summary>Arbitrary metadata.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMap<string>.Value;

    /// <summary>The Linux-specific section.</summary>
    public LinuxSpec? Linux { get; init; }
}
