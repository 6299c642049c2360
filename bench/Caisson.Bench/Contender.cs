namespace Caisson.Bench;

/// <summary>One program among those that are measured together.</summary>
/// <param name="Command">What is timed.</param>
/// <param name="Check">The same with a command inside that prints "ok": who prints nothing did not run it, and is not measured.</param>
/// <param name="IsOurs">The one that the others are compared with.</param>
internal sealed record Contender(
    string Name, IReadOnlyList<string> Command, IReadOnlyList<string>? Check = null, bool IsOurs = false, string? Remark = null);
