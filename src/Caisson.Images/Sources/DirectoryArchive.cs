using Caisson.Images.Layers;
using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Sources;

/// <summary>
/// Turns a directory into a layer's archive: names in order, hard links, sparse files, devices, attributes, ids and times as they are. The same tree
/// gives the same bytes. File systems mounted in it are not entered, and sockets cannot be part of an archive: both are noted.
/// </summary>
internal sealed class DirectoryArchive
{
    private readonly Dictionary<(uint Major, uint Minor, ulong Inode), string> _linked = [];
    private readonly List<string> _notes = [];
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly TarWriter _tar;
    private readonly string _source;
    private readonly ulong _mount;

    private DirectoryArchive(TarWriter tar, string source, ulong mount)
    {
        _tar = tar;
        _source = source;
        _mount = mount;
    }

    /// <summary>Writes the archive.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="source">Names it in errors.</param>
    /// <param name="file">Gets the archive, from its beginning.</param>
    /// <returns>What was left out.</returns>
    internal static IReadOnlyList<string> Write(SafeFileHandle root, string source, SafeFileHandle file)
    {
        long offset = 0;
        var tar = new TarWriter(data =>
        {
            FileCalls.WriteAt(file, data.Span, offset, $"archive of {source}");
            offset += data.Length;
        });
        FileStatus status = FileCalls.Status(root, "");
        var archive = new DirectoryArchive(tar, source, status.MountId);
        tar.WriteEntry(archive.Describe(root, ".", "./", TarEntryType.Directory, status));
        archive.AddChildren(root, "");
        tar.Finish();
        return archive._notes;
    }

    private void AddChildren(SafeFileHandle directory, string prefix)
    {
        List<string> names = DirectoryListing.Read(directory, $"{_source}/{prefix}");
        names.Sort(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name.StartsWith(LayerNames.WhiteoutPrefix, StringComparison.Ordinal))
            {
                throw new ImageException($"cannot import {_source}: {PrintableText.Of(prefix + name)} would be taken for a whiteout");
            }

            Add(directory, name, prefix + name);
        }
    }

    private void Add(SafeFileHandle directory, string name, string path)
    {
        FileStatus status = FileCalls.Status(directory, name);
        if (status.IsDirectory)
        {
            AddDirectory(directory, name, path, status);
            return;
        }

        (uint, uint, ulong) identity = (status.DeviceMajor, status.DeviceMinor, status.Inode);
        if (status.Links > 1 && !_linked.TryAdd(identity, path))
        {
            _tar.WriteEntry(new TarEntry
            {
                Type = TarEntryType.HardLink,
                Name = path,
                LinkName = _linked[identity],
                Mode = status.Mode & 0xFFF,
                Uid = status.Uid,
                Gid = status.Gid,
                ModifiedSeconds = status.ModifiedSeconds,
                ModifiedNanoseconds = status.ModifiedNanoseconds,
            });
            return;
        }

        switch (status.Type)
        {
            case FileStatus.S_IFREG:
                AddFile(directory, name, path);
                break;
            case FileStatus.S_IFSOCK:
                _notes.Add($"{PrintableText.Of(path)}: sockets cannot be part of an image");
                break;
            default:
                _tar.WriteEntry(Describe(directory, name, path, TypeOf(status), status));
                break;
        }
    }

    private void AddDirectory(SafeFileHandle parent, string name, string path, FileStatus status)
    {
        _tar.WriteEntry(Describe(parent, name, path + "/", TarEntryType.Directory, status));
        if (status.MountId != _mount)
        {
            _notes.Add($"{PrintableText.Of(path)}: another file system is mounted there, its files were left out");
            return;
        }

        using SafeFileHandle directory = FileCalls.Open(
            parent, name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
        AddChildren(directory, path + "/");
    }

    private void AddFile(SafeFileHandle directory, string name, string path)
    {
        // O_NONBLOCK: should a fifo have taken the file's place, opening it must not wait.
        using SafeFileHandle file = FileCalls.Open(
            directory, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);
        FileStatus status = FileCalls.Status(file, "");
        List<TarRegion>? regions = RegionsOf(file, status.Size);
        _tar.WriteEntry(Describe(directory, name, path, TarEntryType.File, status) with { Size = status.Size, Regions = regions });
        foreach (TarRegion region in regions ?? [new TarRegion(0, status.Size)])
        {
            for (long done = 0; done < region.Length;)
            {
                int wanted = (int)Math.Min(_buffer.Length, region.Length - done);
                int count = FileCalls.ReadAt(file, _buffer.AsSpan(0, wanted), region.Offset + done, path);
                if (count == 0)
                {
                    throw new ImageException($"cannot import {_source}: {PrintableText.Of(path)} changed while it was read");
                }

                _tar.WriteData(_buffer.AsMemory(0, count));
                done += count;
            }
        }
    }

    /// <summary>Where a file has data; null when it has no holes.</summary>
    private static List<TarRegion>? RegionsOf(SafeFileHandle file, long size)
    {
        if (size == 0 || FileCalls.TrySeekHole(file, 0, out long hole) != Errno.None || hole >= size)
        {
            return null;
        }

        var regions = new List<TarRegion>();
        for (long end = 0; end < size && FileCalls.TrySeekData(file, end, out long start) == Errno.None && start < size;)
        {
            end = FileCalls.TrySeekHole(file, start, out hole) == Errno.None ? Math.Min(hole, size) : size;
            regions.Add(new TarRegion(start, end - start));
        }

        return regions;
    }

    private TarEntry Describe(SafeFileHandle directory, string name, string path, TarEntryType type, FileStatus status)
    {
        string link = "";
        if (type == TarEntryType.SymbolicLink)
        {
            Require(FileCalls.TryReadLink(directory, name, out string? text), "readlink", path);
            link = text!;
        }

        return new TarEntry
        {
            Type = type,
            Name = path,
            LinkName = link,
            Mode = status.Mode & 0xFFF,
            Uid = status.Uid,
            Gid = status.Gid,
            ModifiedSeconds = status.ModifiedSeconds,
            ModifiedNanoseconds = status.ModifiedNanoseconds,
            DeviceMajor = status.SpecialMajor,
            DeviceMinor = status.SpecialMinor,
            Xattrs = XattrsOf(directory, name, path),
        };
    }

    private static List<KeyValuePair<string, byte[]>> XattrsOf(SafeFileHandle directory, string name, string path)
    {
        Require(FileCalls.TryListXattrs(directory, name, out IReadOnlyList<string> attributes), "llistxattr", path);
        var xattrs = new List<KeyValuePair<string, byte[]>>(attributes.Count);
        foreach (string attribute in attributes)
        {
            // Security labels are this machine's policy, and overlayfs's marks are not content.
            if (attribute is not "security.selinux" && !OverlayAttributes.IsPrivate(attribute))
            {
                Require(FileCalls.TryGetXattr(directory, name, attribute, out byte[] value), "lgetxattr", path);
                xattrs.Add(new(attribute, value));
            }
        }

        return xattrs;
    }

    private static TarEntryType TypeOf(FileStatus status) => status.Type switch
    {
        FileStatus.S_IFLNK => TarEntryType.SymbolicLink,
        FileStatus.S_IFCHR => TarEntryType.CharacterDevice,
        FileStatus.S_IFBLK => TarEntryType.BlockDevice,
        _ => TarEntryType.Fifo,
    };

    private static void Require(Errno error, string step, string path)
    {
        if (error != Errno.None)
        {
            throw new LinuxException(step, path, error);
        }
    }
}
