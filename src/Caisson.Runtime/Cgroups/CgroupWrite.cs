using Caisson.Linux;

namespace Caisson.Runtime.Cgroups;

/// <summary>One value for one file of a cgroup.</summary>
/// <param name="Controller">The controller whose hierarchy has the file; <c>cgroup</c> is the unified hierarchy itself.</param>
/// <param name="File">File name inside the cgroup.</param>
/// <param name="Value">What is written, at once.</param>
/// <param name="Setting">What that means, for errors: <c>memory limit 4096</c>.</param>
public sealed record CgroupWrite(string Controller, string File, string Value, string Setting)
{
    /// <summary>Errors after which nothing is amiss, for example ENOENT of a swap limit where there is no swap to limit.</summary>
    public IReadOnlyList<Errno> Tolerated { get; init; } = [];

    /// <summary>
    /// EINVAL means "not before the others": the kernel checks some values against each other (quota and burst, quota and period). It
    /// is tried again when the rest is written.
    /// </summary>
    public bool MayComeLater { get; init; }

    /// <summary>What to write when the file does not exist, for controllers whose files depend on the kernel's build.</summary>
    public CgroupWrite? Otherwise { get; init; }

    /// <summary>For example <c>memory: memory.max = 4096</c>.</summary>
    public override string ToString() =>
        $"{Controller}: {File} = {Value}" + (Otherwise is null ? "" : $" | {Otherwise.File} = {Otherwise.Value}");
}
