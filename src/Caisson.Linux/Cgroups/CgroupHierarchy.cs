namespace Caisson.Linux.Cgroups;

/// <summary>One mounted cgroup hierarchy.</summary>
/// <param name="MountPoint">Where it is mounted, for example <c>/sys/fs/cgroup/memory</c>.</param>
/// <param name="Root">The cgroup that the mount shows as its top; <c>/</c> unless bound or seen from a cgroup namespace.</param>
/// <param name="Controllers">
/// Its controllers, for example <c>cpu</c> and <c>cpuacct</c>; a named hierarchy has <c>name=systemd</c> and the like.
/// For version 2 what <c>cgroup.controllers</c> offers at the top.
/// </param>
/// <param name="IsUnified">Version 2.</param>
public sealed record CgroupHierarchy(string MountPoint, string Root, IReadOnlyList<string> Controllers, bool IsUnified)
{
    /// <summary>The last component of the mount point, for example <c>cpu,cpuacct</c>.</summary>
    public string DirectoryName => MountPoint[(MountPoint.LastIndexOf('/') + 1)..];

    /// <summary>Whether this hierarchy has the controller.</summary>
    public bool Has(string controller)
    {
        foreach (string candidate in Controllers)
        {
            if (string.Equals(candidate, controller, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{MountPoint} ({(IsUnified ? "v2: " : "v1: ")}{string.Join(',', Controllers)})";
}
