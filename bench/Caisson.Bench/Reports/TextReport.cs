using System.Globalization;

namespace Caisson.Bench.Reports;

/// <summary>The report as tables for a terminal.</summary>
internal static class TextReport
{
    public static void Write(TextWriter text, IReadOnlyList<Section> sections)
    {
        foreach (Section section in sections)
        {
            text.WriteLine();
            text.WriteLine($"{section.Name}: {section.Title}");
            if (section.Timings.Count > 0)
            {
                WriteTimings(text, section);
            }
            else
            {
                WriteMemory(text, section);
            }
        }
    }

    private static void WriteTimings(TextWriter text, Section section)
    {
        bool hasRatio = section.Ours is not null;
        text.WriteLine($"  {"",-34}{"back to back",22}{(hasRatio ? "ours/this" : ""),11}{"with 100 ms gaps",22}{(hasRatio ? "ours/this" : ""),11}");
        foreach (Timing timing in section.Timings)
        {
            if (timing.Failure is not null)
            {
                text.WriteLine($"  {timing.Contender.Name,-34}  does not run: {timing.Failure}");
                continue;
            }
            text.WriteLine(
                $"  {timing.Contender.Name,-34}{Times(timing.BackToBack),22}{Ratio(section.Ours?.MedianBackToBack, timing.MedianBackToBack),11}"
                + $"{Times(timing.WithGaps),22}{Ratio(section.Ours?.MedianWithGaps, timing.MedianWithGaps),11}  {timing.Contender.Remark}".TrimEnd());
        }
        int samples = section.Timings.Max(timing => timing.BackToBack.Count);
        text.WriteLine($"  median (10th to 90th percentile) in ms, {samples} samples each, interleaved");
    }

    private static void WriteMemory(TextWriter text, Section section)
    {
        text.WriteLine($"  {"",-14}{"PSS MiB",12}{"private dirty MiB",20}");
        foreach (MemoryRow row in section.Memory)
        {
            text.WriteLine(row.PssMebibytes is null
                ? $"  {row.Engine,-14}  does not run: {row.Remark}"
                : $"  {row.Engine,-14}{Number(row.PssMebibytes),12}{Number(row.PrivateDirtyMebibytes),20}  {row.Remark}");
        }
    }

    private static string Times(IReadOnlyList<double> samples) =>
        $"{Number(Timing.Median(samples))} ({Number(Timing.Quantile(samples, 0.1))}-{Number(Timing.Quantile(samples, 0.9))})";

    private static string Ratio(double? ours, double? theirs) => ours is null || theirs is null ? "" : (ours.Value / theirs.Value).ToString("F3", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString(value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture) ?? "-";
}
