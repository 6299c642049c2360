using Caisson.Linux.Files;
using Caisson.Linux.Pipes;
using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>The descriptors that a plan's steps refer to. Disposing closes those that are ours.</summary>
internal sealed class PreparedSandbox : IDisposable
{
    private readonly Dictionary<string, SafeFileHandle> _namespaces = new(StringComparer.Ordinal);

    /// <summary>The root file system, detached.</summary>
    internal required SafeFileHandle Root { get; init; }

    /// <summary>The mounts, by their index in the plan.</summary>
    internal List<PreparedMount> Mounts { get; } = [];

    /// <summary>Masked paths that exist.</summary>
    internal List<MaskTarget> MaskTargets { get; } = [];

    /// <summary>The host's null device, when a file is to be masked.</summary>
    internal SafeFileHandle? NullDevice { get; set; }

    /// <summary>The container's terminal.</summary>
    internal PseudoTerminal? Terminal { get; set; }

    /// <summary>What becomes descriptors 0, 1 and 2; stay the caller's.</summary>
    internal IReadOnlyList<SafeFileHandle> Streams { get; set; } = [];

    /// <summary>The pipe that says that the id mappings are written.</summary>
    internal Pipe? MappingsWritten { get; set; }

    /// <summary>The v1 tasks files to enter; stay the caller's.</summary>
    internal IReadOnlyList<SafeFileHandle> CgroupEntries { get; init; } = [];

    /// <summary>The executable of caisson-init; stays the caller's.</summary>
    internal SafeFileHandle? Supervisor { get; init; }

    /// <summary>Where caisson-init reports why the program did not start.</summary>
    internal Pipe? SupervisorStatus { get; set; }

    /// <summary>An existing namespace's file, opened once.</summary>
    internal SafeFileHandle Namespace(string path)
    {
        if (!_namespaces.TryGetValue(path, out SafeFileHandle? file))
        {
            file = FileCalls.Open(null, path, OpenFlags.O_RDONLY);
            _namespaces.Add(path, file);
        }

        return file;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Root.Dispose();
        foreach (PreparedMount mount in Mounts)
        {
            mount.Mount?.Dispose();
        }

        foreach (SafeFileHandle file in _namespaces.Values)
        {
            file.Dispose();
        }

        NullDevice?.Dispose();
        MappingsWritten?.Dispose();
        SupervisorStatus?.Dispose();
    }
}
