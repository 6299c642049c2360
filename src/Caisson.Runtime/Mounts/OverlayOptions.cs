using Caisson.Linux;
using Caisson.Linux.Mounts;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Mounts;

/// <summary>The options of an overlay in the form that this kernel takes.</summary>
internal static class OverlayOptions
{
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(RootSource.Overlay overlay) =>
        [.. Of(overlay.Layers), new("upperdir", overlay.Upper), new("workdir", overlay.Work)];

    /// <summary>Layers alone, the upper-most first.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(IReadOnlyList<string> layers) =>
        TakesSingleLayers(layers[0])
            ? [new("source", "overlay"), .. layers.Select(layer => new KeyValuePair<string, string>("lowerdir+", layer))]
            : [new("source", "overlay"), new("lowerdir", string.Join(':', layers.Select(EscapeColon)))];

    // One call for each layer came with Linux 6.8 and has no bound but the kernel's own; before, all of them shared one string.
    private static bool TakesSingleLayers(string layer)
    {
        using SafeFileHandle context = MountCalls.OpenFileSystem("overlay");
        return MountCalls.TryConfigure(context, "lowerdir+", layer) != Errno.EINVAL;
    }

    private static string EscapeColon(string path) =>
        path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
