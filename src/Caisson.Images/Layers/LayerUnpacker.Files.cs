using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Layers;

/// <summary>Making files, directories, links and nodes.</summary>
internal sealed partial class LayerUnpacker
{
    private const uint PrivateDirectory = 0x1C0, PrivateFile = 0x180; // 0700, 0600 until the real mode is set

    private void Create(TarEntry entry, string[] components, TarReader archive)
    {
        SafeFileHandle parent = Parent(components, entry.Name);
        string name = components[^1];
        bool somethingRemoved = false;
        Errno error = TryCreate(entry, parent, name, out SafeFileHandle? file);
        if (error == Errno.EEXIST)
        {
            FileStatus existing = FileCalls.Status(parent, name);
            if (entry.Type == TarEntryType.HardLink && IsLinkedTo(entry, existing))
            {
                return;
            }

            error = Errno.None;
            if (entry.Type != TarEntryType.Directory || !existing.IsDirectory)
            {
                // Removing first, also a file: it may be a hard link, whose other names must not change.
                FileTree.Delete(parent, name);
                somethingRemoved = true;
                error = TryCreate(entry, parent, name, out file);
                if (error == Errno.None && entry.Type == TarEntryType.Directory && IsWhiteout(existing))
                {
                    SetOpaque(parent, name);
                }
            }
        }

        using (file)
        {
            Check(error, StepOf(entry.Type), entry);
            if (file is not null)
            {
                WriteData(entry, archive, file);
            }

            if (entry.Type != TarEntryType.HardLink)
            {
                SetAttributes(parent, name, entry);
                KeepTimes(parent, name, entry, components);
            }
        }

        if (somethingRemoved)
        {
            ForgetParent();
        }
    }

    private Errno TryCreate(TarEntry entry, SafeFileHandle parent, string name, out SafeFileHandle? file)
    {
        file = null;
        switch (entry.Type)
        {
            case TarEntryType.Directory:
                return FileCalls.TryMakeDirectory(parent, name, PrivateDirectory);
            case TarEntryType.SymbolicLink:
                return FileCalls.TrySymlink(entry.LinkName, parent, name);
            case TarEntryType.HardLink:
                return TryHardLink(entry, parent, name);
            case TarEntryType.Fifo:
                return FileCalls.TryMakeNode(parent, name, FileStatus.S_IFIFO | PrivateFile);
            case TarEntryType.BlockDevice:
                return FileCalls.TryMakeNode(parent, name, FileStatus.S_IFBLK | PrivateFile, entry.DeviceMajor, entry.DeviceMinor);
            case TarEntryType.CharacterDevice when entry is { DeviceMajor: 0, DeviceMinor: 0 }:
                throw new ImageException(
                    $"entry {PrintableText.Of(entry.Name)}: a character device 0:0 would hide files, for overlayfs takes it for a whiteout");
            case TarEntryType.CharacterDevice:
                return FileCalls.TryMakeNode(parent, name, FileStatus.S_IFCHR | PrivateFile, entry.DeviceMajor, entry.DeviceMinor);
            default:
                const OpenFlags Exclusive = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
                return FileCalls.TryOpen(parent, name, Exclusive, out file, PrivateFile);
        }
    }

    /// <summary>
    /// The other name is looked up inside the layer, and a link there is linked itself. It is never in a layer below: an archive
    /// holds a file's content together with all its names that changed.
    /// </summary>
    private Errno TryHardLink(TarEntry entry, SafeFileHandle parent, string name)
    {
        using SafeFileHandle directory = LinkTarget(entry, out string targetName, out FileStatus status);
        return status.IsDirectory || IsWhiteout(status)
            ? throw new ImageException($"entry {PrintableText.Of(entry.Name)}: a hard link to {PrintableText.Of(entry.LinkName)}, which is not a file")
            : FileCalls.TryLink(directory, targetName, parent, name);
    }

    private bool IsLinkedTo(TarEntry entry, FileStatus existing)
    {
        using SafeFileHandle directory = LinkTarget(entry, out _, out FileStatus status);
        return status.Inode == existing.Inode;
    }

    private SafeFileHandle LinkTarget(TarEntry entry, out string name, out FileStatus status)
    {
        string[] components = LayerNames.Split(entry.LinkName);
        name = components.Length == 0 ? "." : components[^1];
        string path = components.Length < 2 ? "." : string.Join('/', components, 0, components.Length - 1);
        status = default;
        Errno error = FileCalls.TryOpenResolved(_target, path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, InRoot, out SafeFileHandle? directory);
        if (error == Errno.None)
        {
            error = FileCalls.TryStatus(directory, name, out status);
        }

        if (error != Errno.None)
        {
            directory?.Dispose();
            throw new ImageException(
                $"entry {PrintableText.Of(entry.Name)}: a hard link to {PrintableText.Of(entry.LinkName)}: {error.Describe()}");
        }

        return directory!;
    }

    private void WriteData(TarEntry entry, TarReader archive, SafeFileHandle file)
    {
        if (entry.Regions is null)
        {
            CopyData(archive, file, offset: 0, entry.Size, entry.Name);
            return;
        }

        foreach (TarRegion region in entry.Regions)
        {
            CopyData(archive, file, region.Offset, region.Length, entry.Name);
        }

        Check(FileCalls.TryTruncate(file, entry.Size), "set the size of", entry);
    }

    private void CopyData(TarReader archive, SafeFileHandle file, long offset, long length, string name)
    {
        for (int count; length > 0; offset += count, length -= count)
        {
            count = archive.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, length)));
            FileCalls.WriteAt(file, _buffer.AsSpan(0, count), offset, name);
        }
    }

    private static string StepOf(TarEntryType type) => type switch
    {
        TarEntryType.Directory => "mkdir",
        TarEntryType.SymbolicLink => "symlink",
        TarEntryType.HardLink => "link",
        TarEntryType.File => "create",
        _ => "mknod",
    };
}
