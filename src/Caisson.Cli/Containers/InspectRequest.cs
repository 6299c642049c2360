namespace Caisson.Cli.Containers;

/// <summary>What <c>caisson inspect</c> is asked.</summary>
internal sealed class InspectRequest
{
    /// <summary><c>--format</c>: null, <c>json</c> or a template.</summary>
    public string? Format { get; set; }

    /// <summary><c>--type</c>: <c>container</c>, <c>image</c>, or null for either.</summary>
    public string? Type { get; set; }
}
