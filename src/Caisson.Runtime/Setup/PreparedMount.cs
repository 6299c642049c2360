using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>A mount that was prepared, or for one that the container makes only its place.</summary>
/// <param name="Mount">The detached mount; null for <see cref="Mounts.MountOrigin.Inside"/>.</param>
/// <param name="Target">The destination without links.</param>
public sealed record PreparedMount(SafeFileHandle? Mount, string Target);
