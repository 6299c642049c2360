namespace Caisson.Oci.Runtime;

/// <summary>A range of ids: <paramref name="Size"/> ids from <paramref name="ContainerId"/> inside are those from
/// <paramref name="HostId"/> outside.</summary>
public sealed record IdMapping(uint ContainerId, uint HostId, uint Size);
