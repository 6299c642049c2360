using Caisson.Linux;
using Caisson.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Images.Store;

/// <summary>
/// Where one writer makes things before they are renamed into place. The writer holds a lock on it as long as it lives; what has
/// no lock was left by one that was killed, and the next writer removes it.
/// </summary>
internal sealed class StagingDirectory : IDisposable
{
    private const uint PrivateDirectory = 0x1C0, PrivateFile = 0x180; // 0700, 0600
    private readonly StoreLayout _layout;
    private readonly string _name;
    private int _count;

    private StagingDirectory(StoreLayout layout, string name, SafeFileHandle directory)
    {
        _layout = layout;
        _name = name;
        Directory = directory;
    }

    internal SafeFileHandle Directory { get; }

    /// <summary>Makes a directory of our own and removes what dead writers left.</summary>
    internal static StagingDirectory Create(StoreLayout layout)
    {
        SafeFileHandle root = layout.Directory();
        string name = $"{StoreLayout.Staging}/{Guid.NewGuid():n}";
        SafeFileHandle directory;

        // Under the lock nobody sweeps between our mkdir and our claim.
        using (StoreLock.Take(layout))
        {
            Sweep(root);
            FileCalls.MakeDirectory(root, name, PrivateDirectory);
            directory = FileCalls.Open(root, name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
            FileCalls.Lock(directory, name);
        }

        return new StagingDirectory(layout, name, directory);
    }

    /// <summary>A name that is free here, relative to <see cref="Directory"/>.</summary>
    internal string NewName() => $"{++_count}";

    /// <summary>A new file.</summary>
    internal SafeFileHandle CreateFile(string name) =>
        FileCalls.Open(Directory, name, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL, PrivateFile);

    /// <summary>A new file with this content, on the disk already.</summary>
    internal string WriteFile(ReadOnlySpan<byte> content)
    {
        string name = NewName();
        using SafeFileHandle file = CreateFile(name);
        FileCalls.WriteAt(file, content, 0, name);
        FileCalls.Sync(file, name);
        return name;
    }

    /// <summary>A new directory, open.</summary>
    internal SafeFileHandle CreateDirectory(string name)
    {
        FileCalls.MakeDirectory(Directory, name, PrivateDirectory);
        return FileCalls.Open(Directory, name, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
    }

    /// <summary>Removes it with everything that is still in it. If that fails, the next writer's sweep does it.</summary>
    public void Dispose()
    {
        try
        {
            FileTree.Delete(_layout.TryDirectory(), _name);
        }
        catch (LinuxException)
        {
        }
        finally
        {
            Directory.Dispose();
        }
    }

    private static void Sweep(SafeFileHandle root)
    {
        using SafeFileHandle staging = FileCalls.Open(root, StoreLayout.Staging, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        foreach (string name in DirectoryListing.Read(staging, StoreLayout.Staging))
        {
            const OpenFlags Flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
            Errno error = FileCalls.TryOpen(staging, name, Flags, out SafeFileHandle? left);
            using (left)
            {
                if (error != Errno.None || FileCalls.TryLock(left!) == Errno.None)
                {
                    FileTree.Delete(staging, name);
                }
            }
        }
    }
}
