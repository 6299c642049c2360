namespace Caisson.Oci.Runtime;

/// <summary>A terminal's size in characters.</summary>
public sealed record ConsoleSize(uint Height, uint Width);
