namespace Caisson.Oci.Runtime;

/// <summary>The weight of one block device.</summary>
public sealed record WeightDevice(long Major, long Minor, ushort? Weight, ushort? LeafWeight);
