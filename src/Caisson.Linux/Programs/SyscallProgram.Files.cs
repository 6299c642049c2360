using System.Buffers.Binary;
using Caisson.Linux.Files;
using Caisson.Linux.Native;

namespace Caisson.Linux.Programs;

public sealed partial class SyscallProgram
{
    /// <summary>openat(2) of a trusted path.</summary>
    public Cell Open(string path, OpenFlags flags) =>
        Call(Nr.openat, Libc.AT_FDCWD, Text(path), (long)(flags | OpenFlags.O_CLOEXEC));

    /// <summary>openat2(2): see <see cref="FileCalls.OpenResolved"/>.</summary>
    public Cell OpenResolved(
        Argument directory, string path, OpenFlags flags, ResolveFlags resolve, Tolerate tolerate = default, Label? onError = null)
    {
        Span<byte> how = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(how, (ulong)(uint)(flags | OpenFlags.O_CLOEXEC));
        BinaryPrimitives.WriteUInt64LittleEndian(how[8..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(how[16..], (ulong)resolve);
        return Call(Nr.openat2, directory, Text(path), Bytes(how), how.Length, tolerate: tolerate, onError: onError);
    }

    /// <summary>write(2) of a text; short writes do not occur on the kernel's own files.</summary>
    public void Write(Argument file, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Call(Nr.write, file, Bytes(bytes), bytes.Length);
    }

    /// <summary>read(2) of one byte: waits for another process to write it.</summary>
    public void AwaitByte(Argument pipe) => Call(Nr.read, pipe, Bytes([0]), 1);

    /// <summary>close(2).</summary>
    public void Close(Argument file) => Call(Nr.close, file);

    /// <summary>dup3(2) onto a number; the copy survives execve.</summary>
    public void Duplicate(Argument file, int number) => Call(Nr.dup3, file, number);

    /// <summary>Marks every descriptor from a number on close-on-exec (close_range(2)).</summary>
    public void CloseOnExecFrom(int first)
    {
        const int CLOSE_RANGE_CLOEXEC = 4;
        Call(Nr.close_range, first, uint.MaxValue, CLOSE_RANGE_CLOEXEC);
    }

    /// <summary>fchdir(2).</summary>
    public void ChangeDirectory(Argument directory) => Call(Nr.fchdir, directory);

    /// <summary>umask(2).</summary>
    public void SetUmask(uint mask) => Call(Nr.umask, mask);
}
