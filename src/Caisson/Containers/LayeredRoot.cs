using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>Looks into an image as a container will see it, without making one: to find users, say.</summary>
internal static class LayeredRoot
{
    /// <summary>The root of layers, the upper-most first; a mount that is attached nowhere when there are several.</summary>
    internal static SafeFileHandle Open(IReadOnlyList<string> layers) => layers.Count == 1
        ? FileCalls.Open(null, layers[0], OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)
        : Runtime.Mounts.RootMount.OpenReadOnly(layers);
}
