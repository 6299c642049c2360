namespace Caisson.Oci.Runtime;

/// <summary>CPU lists as <c>0-3,7</c> for a process that joins.</summary>
public sealed record ExecCpuAffinitySpec(string? Initial, string? Final);
