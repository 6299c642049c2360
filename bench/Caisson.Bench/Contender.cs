namespace Caisson.Bench;

/// <summary>One program among those that are measured together. Ours is what the others are compared with.</summary>
internal sealed record Contender(string Name, IReadOnlyList<string> Command, bool IsOurs = false, string? Remark = null);
