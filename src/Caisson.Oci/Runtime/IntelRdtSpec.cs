namespace Caisson.Oci.Runtime;

/// <summary>Intel Resource Director Technology; read so that it can be refused by name.</summary>
public sealed record IntelRdtSpec(string? ClosId, string? L3CacheSchema, string? MemBwSchema, bool EnableCmt, bool EnableMbm);
