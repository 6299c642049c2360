namespace Caisson.Resources;

/// <summary>A limit for one block device of the host.</summary>
/// <param name="Path">The device's path on the host.</param>
/// <param name="Rate">Bytes or operations a second.</param>
public sealed record DeviceRate(string Path, ulong Rate);
