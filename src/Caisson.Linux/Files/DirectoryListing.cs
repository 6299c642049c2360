using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Files;

/// <summary>Lists a directory by descriptor (getdents64(2)).</summary>
public static unsafe class DirectoryListing
{
    private const int BufferSize = 32768;

    /// <summary>The names in the directory without <c>.</c> and <c>..</c>, in the kernel's order.</summary>
    /// <param name="directory">An open directory (not O_PATH), read from its current position.</param>
    /// <param name="thing">Names the directory in an error.</param>
    public static List<string> Read(SafeFileHandle directory, string thing)
    {
        var names = new List<string>();
        using var fd = new DirectoryArgument(directory);
        byte* buffer = (byte*)NativeMemory.Alloc(BufferSize);
        try
        {
            while (true)
            {
                // SAFETY: the kernel writes whole records into at most BufferSize bytes and returns how many.
                nint size = Libc.Syscall(Nr.getdents64, fd.Fd, (nint)buffer, BufferSize);
                if (size < 0)
                {
                    throw new LinuxException("getdents64", thing, (Errno)(-size));
                }

                if (size == 0)
                {
                    return names;
                }

                AddNames(new ReadOnlySpan<byte>(buffer, (int)size), names);
            }
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    /// <summary>struct linux_dirent64: ino u64, off u64, reclen u16, type u8, name up to a NUL.</summary>
    private static void AddNames(ReadOnlySpan<byte> records, List<string> names)
    {
        while (!records.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(records[16..]);
            ReadOnlySpan<byte> name = records[19..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add(FileName.Decode(name));
            }

            records = records[length..];
        }
    }
}
