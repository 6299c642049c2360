namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson ps</c> is asked.</summary>
internal sealed class PsRequest
{
    /// <summary><c>-a</c>: also those that do not run.</summary>
    public bool All { get; set; }

    /// <summary><c>-q</c>: only ids.</summary>
    public bool Quiet { get; set; }

    /// <summary><c>--no-trunc</c>: whole ids and commands.</summary>
    public bool NoTruncation { get; set; }

    /// <summary><c>-n</c>, or 1 for <c>-l</c>: the newest, in any state; null is all.</summary>
    public int? Last { get; set; }

    /// <summary><c>--format</c>.</summary>
    public string? Format { get; set; }

    /// <summary><c>--filter</c>.</summary>
    public List<ContainerFilter> Filters { get; } = [];
}
