namespace Caisson.Oci.Runtime;

/// <summary>Network class and priorities (cgroup v1).</summary>
public sealed record NetworkClassSpec
{
    public uint? ClassId { get; init; }
    public IReadOnlyList<InterfacePriority> Priorities { get; init; } = [];
}
