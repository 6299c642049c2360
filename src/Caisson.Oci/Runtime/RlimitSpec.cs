namespace Caisson.Oci.Runtime;

/// <summary>One resource limit.</summary>
/// <param name="Type">A name as <c>RLIMIT_NOFILE</c>.</param>
/// <param name="Soft">The limit in force; <see cref="ulong.MaxValue"/> is unlimited.</param>
/// <param name="Hard">What the soft limit may be raised to.</param>
public sealed record RlimitSpec(string Type, ulong Soft, ulong Hard);
