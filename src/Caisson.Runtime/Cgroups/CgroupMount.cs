namespace Caisson.Runtime.Cgroups;

/// <summary>One step of showing cgroups inside a container.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Destination">Absolute path inside the container; a directory to be made unless it is the mount's own, or the link to make.</param>
/// <param name="Source">For a bind the directory on the host, for a link its text, else the mount's source name.</param>
/// <param name="Data">File system options (mount(2) data); empty for binds and links.</param>
public sealed record CgroupMount(CgroupMountKind Kind, string Destination, string Source, string Data)
{
    /// <summary>For example <c>Cgroup cgroup on /sys/fs/cgroup/memory (memory)</c>.</summary>
    public override string ToString() => $"{Kind} {Source} on {Destination}" + (Data.Length == 0 ? "" : $" ({Data})");
}
