using System.Buffers.Binary;
using Caisson.Linux.Files;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Cgroups;

/// <summary>
/// Walks the cgroups below a cgroup. A container that may write its cgroup file system chooses their names (any bytes), number and depth,
/// so the walk is relative to descriptors, holds one descriptor per step and none per level, and never treats a name as text.
/// </summary>
public static unsafe class CgroupTree
{
    /// <summary>Calls <paramref name="visit"/> for the cgroup itself and for each one below, parents first.</summary>
    public static Errno TryVisit(SafeFileHandle top, Action<SafeFileHandle> visit) => TryWalk(top, visit, removing: false);

    /// <summary>Removes all cgroups below this one, children first. EBUSY when one of them still has processes.</summary>
    public static Errno TryRemoveBelow(SafeFileHandle top) => TryWalk(top, visit: null, removing: true);

    private static Errno TryWalk(SafeFileHandle top, Action<SafeFileHandle>? visit, bool removing)
    {
        // For each level the names still to visit, and the name by which the level was entered.
        var pending = new Stack<Queue<byte[]>>();
        var entered = new Stack<byte[]>();
        Errno error = TryOpenAt(top, "."u8, out SafeFileHandle? current);
        try
        {
            while (error == Errno.None)
            {
                if (pending.Count <= entered.Count)
                {
                    visit?.Invoke(current!);
                    error = TryListChildren(current!, out Queue<byte[]> children);
                    pending.Push(children);
                    continue;
                }

                if (pending.Peek().TryDequeue(out byte[]? name))
                {
                    error = TryOpenAt(current!, name, out SafeFileHandle? child);
                    if (error == Errno.ENOENT)
                    {
                        error = Errno.None;   // Removed meanwhile by somebody else.
                    }
                    else if (error == Errno.None)
                    {
                        entered.Push(name);
                        current!.Dispose();
                        current = child;
                    }

                    continue;
                }

                pending.Pop();
                if (entered.Count == 0)
                {
                    return Errno.None;
                }

                error = TryOpenAt(current!, ".."u8, out SafeFileHandle? parent);
                if (error == Errno.None)
                {
                    current!.Dispose();
                    current = parent;
                    byte[] left = entered.Pop();
                    error = removing ? TryRemove(current!, left) : Errno.None;
                }
            }

            return error;
        }
        finally
        {
            current?.Dispose();
        }
    }

    private static Errno TryOpenAt(SafeFileHandle directory, ReadOnlySpan<byte> name, out SafeFileHandle? file)
    {
        using var dir = new DirectoryArgument(directory);
        // SAFETY: both a u8 literal and the arrays of TryListChildren have a NUL behind or at their end.
        fixed (byte* path = name)
        {
            const OpenFlags Flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
            nint result = Libc.SyscallRestarting(Nr.openat, dir.Fd, (nint)path, (nint)Flags);
            file = result < 0 ? null : new SafeFileHandle(result, ownsHandle: true);
            return result < 0 ? (Errno)(-result) : Errno.None;
        }
    }

    private static Errno TryRemove(SafeFileHandle directory, byte[] name)
    {
        const int AT_REMOVEDIR = 0x200;
        using var dir = new DirectoryArgument(directory);
        // SAFETY: the name ends in NUL.
        fixed (byte* path = name)
        {
            nint result = Libc.Syscall(Nr.unlinkat, dir.Fd, (nint)path, AT_REMOVEDIR);
            return result >= 0 || result == -(int)Errno.ENOENT ? Errno.None : (Errno)(-result);
        }
    }

    // struct linux_dirent64 (getdents64(2)): inode u64, offset s64, record length u16 at 16, type u8 at 18, NUL-ended name at 19.
    private static Errno TryListChildren(SafeFileHandle directory, out Queue<byte[]> names)
    {
        const int DT_DIR = 4, LengthOffset = 16, TypeOffset = 18, NameOffset = 19;
        names = new();
        using var dir = new DirectoryArgument(directory);
        Span<byte> buffer = new byte[4096];
        while (true)
        {
            nint count;
            // SAFETY: the span is pinned and its length passed.
            fixed (byte* data = buffer)
            {
                count = Libc.Syscall(Nr.getdents64, dir.Fd, (nint)data, buffer.Length);
            }

            if (count <= 0)
            {
                return (Errno)(-count);
            }

            for (int at = 0; at < count;)
            {
                ReadOnlySpan<byte> entry = buffer[at..];
                ReadOnlySpan<byte> name = entry[NameOffset..];
                name = name[..(name.IndexOf((byte)0) + 1)];
                if (entry[TypeOffset] == DT_DIR && !name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
                {
                    names.Enqueue(name.ToArray());
                }

                at += BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthOffset..]);
            }
        }
    }
}
