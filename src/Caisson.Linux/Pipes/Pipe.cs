using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Pipes;

/// <summary>A pipe's two ends (pipe(2)), both close-on-exec.</summary>
public sealed unsafe class Pipe : IDisposable
{
    private Pipe(int read, int write)
    {
        Read = new SafeFileHandle(read, ownsHandle: true);
        Write = new SafeFileHandle(write, ownsHandle: true);
    }

    /// <summary>The end to read from.</summary>
    public SafeFileHandle Read { get; }

    /// <summary>The end to write to.</summary>
    public SafeFileHandle Write { get; }

    /// <summary>Makes a pipe.</summary>
    public static Pipe Create()
    {
        const int O_CLOEXEC = 0x80000;
        int* ends = stackalloc int[2];
        nint result = Libc.Syscall(Nr.pipe2, (nint)ends, O_CLOEXEC);
        return result < 0 ? throw new LinuxException("pipe", null, (Errno)(-result)) : new Pipe(ends[0], ends[1]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Read.Dispose();
        Write.Dispose();
    }
}
