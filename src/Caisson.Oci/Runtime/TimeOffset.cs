namespace Caisson.Oci.Runtime;

/// <summary>An offset in seconds and nanoseconds.</summary>
public sealed record TimeOffset(long Secs, uint Nanosecs);
