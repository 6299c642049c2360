namespace Caisson.Oci.Runtime;

/// <summary>Scheduling policy (config.md#scheduler).</summary>
public sealed record SchedulerSpec
{
    public string Policy { get; init; } = "SCHED_OTHER";
    public int Nice { get; init; }
    public int Priority { get; init; }
    public IReadOnlyList<string> Flags { get; init; } = [];
    public ulong Runtime { get; init; }
    public ulong Deadline { get; init; }
    public ulong Period { get; init; }
}
