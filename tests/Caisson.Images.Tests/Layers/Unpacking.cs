using Caisson.Images.Layers;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Tests.Layers;

/// <summary>Unpacks an archive as the store does.</summary>
internal static class Unpacking
{
    internal static void Unpack(byte[] archive, string target, params string[] lowers)
    {
        using SafeFileHandle directory = Open(target);
        SafeFileHandle[] below = [.. lowers.Select(Open)];
        try
        {
            LayerUnpacker.Unpack(new TarReader(new MemoryStream(archive), LayerLimits.Default, mustEnd: true), directory, below);
        }
        finally
        {
            Array.ForEach(below, lower => lower.Dispose());
        }
    }

    internal static FileStatus Status(string path) => FileCalls.Status(null, path);

    internal static bool IsWhiteout(string path) => Status(path) is { IsCharacterDevice: true, SpecialMajor: 0, SpecialMinor: 0 };

    internal static bool IsOpaque(string path)
    {
        using SafeFileHandle directory = Open(path);
        return LowerLayers.IsOpaque(directory);
    }

    internal static SafeFileHandle Open(string path) => FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
}
