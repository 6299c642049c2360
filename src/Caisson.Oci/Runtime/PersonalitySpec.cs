namespace Caisson.Oci.Runtime;

/// <summary>The execution domain: <c>LINUX</c> or <c>LINUX32</c>.</summary>
public sealed record PersonalitySpec(string Domain, IReadOnlyList<string> Flags);
