using Caisson.Linux.Files;
using Caisson.Linux.Mounts;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Supervision.Tests;

/// <summary>A file system that is soon full: a tmpfs that is attached nowhere and gone with its descriptor.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly List<string> _ballast = [];

    private SmallDisk(SafeFileHandle root) => Root = root;

    public SafeFileHandle Root { get; }

    public static SmallDisk Create()
    {
        var disk = new SmallDisk(MountCalls.Create("tmpfs", [new("size", "64k")], MountAttributes.None));
        disk.Take("ballast", 16 * 1024);
        return disk;
    }

    /// <summary>Makes some room.</summary>
    public void Grow()
    {
        foreach (string name in _ballast)
        {
            FileCalls.TryUnlink(Root, name);
        }
    }

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        using SafeFileHandle file = FileCalls.Open(Root, "fill", OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0x180);
        while (StreamCalls.Write(file, new byte[4096]) > 0)
        {
        }
    }

    public void Dispose() => Root.Dispose();

    private void Take(string name, int size)
    {
        using SafeFileHandle file = FileCalls.Open(Root, name, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0x180);
        FileCalls.WriteAt(file, new byte[size], 0, name);
        _ballast.Add(name);
    }
}
