namespace Caisson.Runtime.Setup;

/// <summary>A path to be masked as it was found.</summary>
/// <param name="Path">Without links.</param>
/// <param name="IsDirectory">Which kind of mask fits.</param>
public sealed record MaskTarget(string Path, bool IsDirectory);
