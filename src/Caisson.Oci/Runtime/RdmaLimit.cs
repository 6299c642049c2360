namespace Caisson.Oci.Runtime;

/// <summary>RDMA limits.</summary>
public sealed record RdmaLimit(uint? HcaHandles, uint? HcaObjects);
