using Caisson.Images.Layers;
using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Sources;

/// <summary>Tells what a path holds: content decides, never the name.</summary>
internal static class SourceDetection
{
    private const string DockerArchive =
        "a docker-archive (docker save of old engines) is not supported yet: convert it with skopeo copy docker-archive:FILE oci-archive:FILE2";

    internal static SourceKind Detect(string path, LayerLimits limits)
    {
        FileStatus status = StatusOf(path);
        if (status.IsDirectory)
        {
            return DetectDirectory(path);
        }

        if (!status.IsRegular)
        {
            throw new ImageException($"cannot import {path}: neither a directory nor a regular file");
        }

        try
        {
            using FileStream file = OpenFile(path);
            using Stream archive = LayerCompression.Open(file);
            using Stream bounded = new BoundedStream(archive, limits.MaxBytes, path);
            return DetectArchive(new TarReader(bounded, limits, mustEnd: true));
        }
        catch (InvalidDataException e)
        {
            throw new ImageException($"cannot import {path}: the compressed data is damaged or truncated", e);
        }
        catch (ImageException e)
        {
            throw new ImageException($"cannot import {path}: {e.Message}", e);
        }
    }

    internal static FileStream OpenFile(string path) =>
        new(FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_NOCTTY), FileAccess.Read, bufferSize: 0);

    private static FileStatus StatusOf(string path)
    {
        // Through a final link: the caller's own path is trusted.
        using SafeFileHandle file = FileCalls.Open(null, path, OpenFlags.O_PATH);
        return FileCalls.Status(file, "");
    }

    private static SourceKind DetectDirectory(string path)
    {
        using SafeFileHandle directory = FileCalls.Open(null, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        List<string> names = DirectoryListing.Read(directory, path);
        return names.Contains("oci-layout") && names.Contains("index.json") ? SourceKind.LayoutDirectory
            : names.Count > 0 ? SourceKind.RootDirectory
            : throw new ImageException($"cannot import {path}: the directory is empty");
    }

    /// <summary>
    /// Archives of images have only a few known names at the top; the first other name says that it is a root file system. Newer
    /// engines save archives that are an OCI layout and a docker-archive at once: those are layouts.
    /// </summary>
    private static SourceKind DetectArchive(TarReader archive)
    {
        bool hasLayout = false, hasIndex = false, hasManifest = false, isEmpty = true;
        while (archive.ReadEntry() is { } entry)
        {
            isEmpty = false;
            string[] name = LayerNames.Split(entry.Name);
            switch (name)
            {
                case []:
                    break;
                case ["oci-layout"]:
                    hasLayout = true;
                    break;
                case ["index.json"]:
                    hasIndex = true;
                    break;
                case ["manifest.json"]:
                    hasManifest = true;
                    break;
                case ["blobs"] or ["blobs", "sha256" or "sha512", ..] or ["repositories"]:
                    break;
                case [var top, ..] when IsDockerName(top):
                    break;
                default:
                    return SourceKind.RootArchive;
            }
        }

        return hasLayout && hasIndex ? SourceKind.LayoutArchive
            : hasManifest ? throw new ImageException(DockerArchive)
            : isEmpty ? throw new ImageException("the archive is empty")
            : SourceKind.RootArchive;
    }

    // <id>.json, <id>/layer.tar, <id>.tar
    private static bool IsDockerName(string name)
    {
        const int IdLength = 64;
        return name.Length >= IdLength && Digest.TryParse("sha256:" + name[..IdLength]) is not null && name[IdLength..] is ("" or ".json" or ".tar");
    }
}
