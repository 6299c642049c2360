namespace Caisson.Resources;

/// <summary>The share of I/O at one block device of the host.</summary>
/// <param name="Path">The device's path on the host.</param>
/// <param name="Weight">10 to 1000.</param>
public sealed record DeviceWeight(string Path, ushort Weight);
