using Caisson.Oci.Json;

namespace Caisson.Images.Store;

/// <summary>What an image's root file system is made of.</summary>
/// <param name="Layers">
/// Names of directories, uppermost first. Layers below one whose root is opaque are not among them: overlayfs merges the roots of all
/// its layers whatever attributes they have.
/// </param>
/// <param name="AllLayers">Also those.</param>
/// <param name="Size">Bytes of all layers, uncompressed.</param>
internal sealed record Snapshot(IReadOnlyList<string> Layers, IReadOnlyList<string> AllLayers, long Size)
{
    private const int Version = 1;

    internal static Snapshot Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        JsonValue root = JsonTree.Parse(utf8, name).Root;
        JsonValue version = root.Get("version"u8);
        if (version.AsInt64() != Version)
        {
            throw version.Error("written by another version of caisson");
        }

        IReadOnlyList<string> all = root.Strings("layers"u8);
        int visible = root.Get("visible"u8).AsInt32(0, all.Count);
        return new Snapshot(visible == all.Count ? all : [.. all.Take(visible)], all, root.Get("size"u8).AsInt64(min: 0));
    }

    internal byte[] ToJson()
    {
        JsonTextWriter json = new();
        json.WriteStartObject();
        json.WriteNumber("version"u8, Version);
        json.WriteStrings("layers"u8, AllLayers);
        json.WriteNumber("visible"u8, Layers.Count);
        json.WriteNumber("size"u8, Size);
        json.WriteEndObject();
        return json.Written.ToArray();
    }
}
