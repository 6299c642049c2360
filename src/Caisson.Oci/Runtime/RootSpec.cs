namespace Caisson.Oci.Runtime;

/// <summary>The root file system (config.md#root).</summary>
/// <param name="Path">Absolute, or relative to the bundle.</param>
/// <param name="Readonly">Whether the root is read-only inside.</param>
public sealed record RootSpec(string Path, bool Readonly = false);
