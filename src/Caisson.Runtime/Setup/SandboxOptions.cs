using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>What to start. All descriptors stay the caller's.</summary>
public sealed record SandboxOptions
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The configuration.</summary>
    public required RuntimeSpec Spec { get; init; }

    /// <summary>Where the root file system comes from.</summary>
    public required RootSource Root { get; init; }

    /// <summary>An existing directory of the host to attach the root over, seen in the container's mount namespace only.</summary>
    public required string RootMountPoint { get; init; }

    /// <summary>The program's stdin, stdout and stderr; empty inherits this process's. Not used with a terminal.</summary>
    public IReadOnlyList<SafeFileHandle> Streams { get; init; } = [];

    /// <summary>
    /// The processes to whose namespaces and mounts the configuration refers by number. The start fails if one of them has ended, as its number
    /// may be another's by then.
    /// </summary>
    public IReadOnlyList<SafeFileHandle> JoinedProcesses { get; init; } = [];

    /// <summary>The sealed executable of caisson-init.</summary>
    public SafeFileHandle? Init { get; init; }

    /// <summary>Whether caisson-init is process 1 and the program its child.</summary>
    public bool Supervised { get; init; }

    /// <summary>Whether a missing working directory is made.</summary>
    public bool CreateWorkingDirectory { get; init; }
}
