using System.Text;
using Caisson.Linux.Programs;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Mounts;

namespace Caisson.Runtime.Setup;

/// <summary>
/// How a container comes to be, as data: what is prepared on the host first, which namespaces are created, and what the first process
/// does inside them until it is the program. Made by <see cref="SetupPlanner"/> without touching the kernel.
/// </summary>
public sealed record SetupPlan
{
    /// <summary>The root file system.</summary>
    public required RootSource Root { get; init; }

    /// <summary>The mounts in order.</summary>
    public required IReadOnlyList<PlannedMount> Mounts { get; init; }

    /// <summary>Device nodes to make.</summary>
    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Symbolic links to make: place and text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Links { get; init; } = [];

    /// <summary>Paths to hide.</summary>
    public IReadOnlyList<string> MaskedPaths { get; init; } = [];

    /// <summary>The working directory to make when it is missing; null makes none.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Namespaces that are created.</summary>
    public CloneFlags Namespaces { get; init; }

    /// <summary>Maps of a new user namespace.</summary>
    public IReadOnlyList<IdMapping> UidMappings { get; init; } = [];

    /// <inheritdoc cref="UidMappings"/>
    public IReadOnlyList<IdMapping> GidMappings { get; init; } = [];

    /// <summary>Whether a pseudo-terminal is made.</summary>
    public bool Terminal { get; init; }

    /// <summary>The program's user, who owns the terminal, as the container sees it.</summary>
    public uint Uid { get; init; }

    /// <summary>The terminal's size; null leaves it to whoever holds the terminal.</summary>
    public ConsoleSize? ConsoleSize { get; init; }

    /// <summary>Whether caisson-init supervises the program.</summary>
    public bool Supervised { get; init; }

    /// <summary>Whether caisson-init clones the first process, after it joined namespaces for it.</summary>
    public bool IsTwoStage => Steps.Any(step => step is Steps.Fork);

    /// <summary>What the first process does.</summary>
    public required IReadOnlyList<SetupStep> Steps { get; init; }

    /// <summary>The plan as text, a line for each step: what a dry run prints.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("prepare: ").Append(Root).Append('\n');
        foreach (PlannedMount mount in Mounts.Where(m => m.Origin != MountOrigin.Inside))
        {
            text.Append("prepare: ").Append(mount).Append(" for ").Append(mount.Spec.Destination);
            if (mount.Spec.Options.Count > 0)
            {
                text.Append(" (").AppendJoin(',', mount.Spec.Options).Append(')');
            }

            text.Append('\n');
        }

        foreach (DeviceSpec device in Devices)
        {
            text.Append("prepare: device ").Append(device.Path).Append(' ').Append(device.Type).Append(' ')
                .Append(device.Major).Append(':').Append(device.Minor).Append('\n');
        }

        foreach ((string path, string target) in Links)
        {
            text.Append("prepare: link ").Append(path).Append(" to ").Append(target).Append('\n');
        }

        if (WorkingDirectory is not null)
        {
            text.Append("prepare: directory ").Append(WorkingDirectory).Append('\n');
        }

        text.Append("clone: ").Append(Namespaces == CloneFlags.None ? "no new namespaces" : Namespaces).Append('\n');
        foreach (SetupStep step in Steps)
        {
            text.Append("child: ").Append(step).Append('\n');
        }

        return text.ToString();
    }
}
