namespace Caisson.Resources;

/// <summary>A resource limit of the process (setrlimit(2)).</summary>
/// <param name="Name">The name without its prefix, in lower case: <c>nofile</c>.</param>
/// <param name="Soft">The limit in force; -1 is unlimited.</param>
/// <param name="Hard">What the soft limit may be raised to; -1 is unlimited.</param>
public sealed record Ulimit(string Name, long Soft, long Hard);
