using Caisson.Oci.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>A process to start in a running container. All descriptors stay the caller's.</summary>
public sealed record JoinOptions
{
    /// <summary>The container's first process.</summary>
    public required SafeFileHandle Target { get; init; }

    /// <summary>Its pid.</summary>
    public required int TargetPid { get; init; }

    /// <summary>The container's configuration: which namespaces and cgroup to join, which filter to load.</summary>
    public required RuntimeSpec Spec { get; init; }

    /// <summary>The process.</summary>
    public required ProcessSpec Process { get; init; }

    /// <summary>Whether the container's seccomp filter holds for it.</summary>
    public bool FilterSystemCalls { get; init; } = true;

    /// <summary>Its stdin, stdout and stderr; with a terminal not used.</summary>
    public required IReadOnlyList<SafeFileHandle> Streams { get; init; }

    /// <summary>The sealed executable of caisson-init.</summary>
    public required SafeFileHandle Init { get; init; }
}
