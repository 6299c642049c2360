namespace Caisson.Runtime.Cgroups;

/// <summary>What a container's cgroup uses. A value is null when its controller is not available.</summary>
/// <param name="MemoryBytes">Memory in use, page cache included.</param>
/// <param name="MemoryLimitBytes">The memory limit; null also when there is none.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="CpuTime">CPU time of all tasks, ended ones included.</param>
/// <param name="OutOfMemoryKills">How many processes the kernel killed because of the memory limit.</param>
public sealed record CgroupUsage(long? MemoryBytes, long? MemoryLimitBytes, long? Tasks, TimeSpan? CpuTime, long? OutOfMemoryKills);
