using Caisson.Images.Layers;
using Caisson.Images.Store;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Sources;

/// <summary>
/// Unpacks an archive of a layout, so that blobs can be read in the order of the manifest. Only the layout's own names are taken, as
/// regular files, by a strict grammar: nothing of the archive becomes a path otherwise.
/// </summary>
internal static class LayoutArchive
{
    internal static OciLayout Open(string path, StagingDirectory staging, LayerLimits limits)
    {
        SafeFileHandle directory = staging.CreateDirectory(staging.NewName());
        try
        {
            const uint Private = 0x1C0; // 0700
            foreach (string name in (string[])["blobs", "blobs/sha256", "blobs/sha512"])
            {
                FileCalls.MakeDirectory(directory, name, Private);
            }

            using FileStream file = SourceDetection.OpenFile(path);
            using Stream archive = LayerCompression.Open(file);
            using Stream bounded = new BoundedStream(archive, limits.MaxBytes, path);
            Unpack(new TarReader(bounded, limits, mustEnd: true), directory);
            return new OciLayout(directory, path);
        }
        catch (InvalidDataException e)
        {
            directory.Dispose();
            throw new ImageException($"cannot import {path}: the compressed data is damaged or truncated", e);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static void Unpack(TarReader archive, SafeFileHandle directory)
    {
        byte[] buffer = new byte[128 * 1024];
        while (archive.ReadEntry() is { } entry)
        {
            string? name = NameOf(LayerNames.Split(entry.Name));
            if (name is null || entry.Type != TarEntryType.File)
            {
                continue;
            }

            // The last of several entries counts, as everywhere in archives.
            FileTree.Delete(directory, name);
            using SafeFileHandle file = FileCalls.Open(directory, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0x180);
            if (entry.Regions is not null)
            {
                throw new ImageException($"entry {PrintableText.Of(entry.Name)}: a blob cannot be stored as a sparse file");
            }

            long offset = 0;
            for (int count; (count = archive.Read(buffer)) > 0; offset += count)
            {
                FileCalls.WriteAt(file, buffer.AsSpan(0, count), offset, name);
            }
        }
    }

    private static string? NameOf(string[] name) => name switch
    {
        ["oci-layout"] => "oci-layout",
        ["index.json"] => "index.json",
        ["blobs", var algorithm, var hex] when Digest.TryParse($"{algorithm}:{hex}") is { } digest => $"blobs/{digest.Algorithm}/{digest.Hex}",
        _ => null,
    };
}
