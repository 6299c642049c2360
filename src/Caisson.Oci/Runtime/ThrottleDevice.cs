namespace Caisson.Oci.Runtime;

/// <summary>The rate of one block device, in bytes or operations a second.</summary>
public sealed record ThrottleDevice(long Major, long Minor, ulong Rate);
