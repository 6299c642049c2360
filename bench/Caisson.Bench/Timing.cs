namespace Caisson.Bench;

/// <summary>The samples of one contender in milliseconds: back to back, and with gaps of 100 ms before each.</summary>
internal sealed record Timing(Contender Contender, IReadOnlyList<double> BackToBack, IReadOnlyList<double> WithGaps, string? Failure = null)
{
    public double? MedianBackToBack => Median(BackToBack);

    public double? MedianWithGaps => Median(WithGaps);

    public static double? Median(IReadOnlyList<double> samples) => Quantile(samples, 0.5);

    public static double? Quantile(IReadOnlyList<double> samples, double fraction)
    {
        if (samples.Count == 0)
        {
            return null;
        }
        double[] sorted = [.. samples.Order()];
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
