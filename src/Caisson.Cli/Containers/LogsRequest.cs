namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson logs</c> is asked.</summary>
internal sealed class LogsRequest
{
    /// <summary><c>-t</c>: each line starts with its time.</summary>
    public bool Timestamps { get; set; }

    /// <summary><c>-n</c>: how many lines from the end; null is all.</summary>
    public int? Tail { get; set; }

    /// <summary><c>--since</c>, as given.</summary>
    public string? Since { get; set; }

    /// <summary><c>--until</c>, as given.</summary>
    public string? Until { get; set; }
}
