namespace Caisson.Bench.Reports;

/// <summary>One table of the report: timings, or memory.</summary>
internal sealed record Section(string Name, string Title, IReadOnlyList<Timing> Timings, IReadOnlyList<MemoryRow> Memory)
{
    /// <summary>What ratios are taken of; null where nothing of ours was measured.</summary>
    public Timing? Ours => Timings.FirstOrDefault(timing => timing.Contender.IsOurs);

    public static Section OfTimings(string name, string title, IReadOnlyList<Timing> timings) => new(name, title, timings, []);

    public static Section OfMemory(string name, string title, IReadOnlyList<MemoryRow> rows) => new(name, title, [], rows);
}
