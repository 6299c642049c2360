namespace Caisson.Oci.Runtime;

/// <summary>What to do with some system calls.</summary>
public sealed record SeccompRule
{
    public required IReadOnlyList<string> Names { get; init; }
    public required string Action { get; init; }
    public uint? ErrnoRet { get; init; }

    /// <summary>Conditions that must all hold.</summary>
    public IReadOnlyList<SeccompArg> Args { get; init; } = [];
}
