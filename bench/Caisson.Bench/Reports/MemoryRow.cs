namespace Caisson.Bench.Reports;

/// <summary>Mean memory per container in MiB, and the processes that were counted (or why there are none).</summary>
internal sealed record MemoryRow(string Engine, double? PssMebibytes, double? PrivateDirtyMebibytes, string Remark);
