namespace Caisson.Runtime.Cgroups;

/// <summary>A limit that is wrong in itself or that this machine's cgroups cannot enforce, or a cgroup that cannot be used.</summary>
public sealed class CgroupException(string message) : Exception(message);
