using Caisson.Linux.Native;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Events;

/// <summary>
/// Signals as something to read (signalfd(2)). Signals have to be blocked in every thread: construct it before threads start, or
/// in a process whose other threads block all signals, as those of the .NET runtime's own do not - see <see cref="Block"/>.
/// </summary>
public sealed unsafe class SignalReader : IDisposable
{
    private const int SignalInfoSize = 128;

    private SignalReader(SafeFileHandle file) => File = file;

    /// <summary>Readable when a signal waits.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Blocks signals in the calling thread and makes them readable.</summary>
    public static SignalReader Block(params ReadOnlySpan<int> signals)
    {
        const int SFD_CLOEXEC = 0x80000, SFD_NONBLOCK = 0x800, SIG_BLOCK = 0;
        ulong mask = 0;
        foreach (int signal in signals)
        {
            mask |= 1UL << (signal - 1);
        }

        _ = Libc.Syscall(Nr.rt_sigprocmask, SIG_BLOCK, (nint)(&mask), 0, sizeof(ulong));
        nint fd = Libc.Syscall(Nr.signalfd4, -1, (nint)(&mask), sizeof(ulong), SFD_CLOEXEC | SFD_NONBLOCK);
        return fd < 0
            ? throw new LinuxException("signalfd", null, (Errno)(-fd))
            : new SignalReader(new SafeFileHandle(fd, ownsHandle: true));
    }

    /// <summary>The next waiting signal's number, or 0.</summary>
    public int Next()
    {
        Span<byte> info = stackalloc byte[SignalInfoSize];
        return StreamCalls.Read(File, info) == SignalInfoSize ? BitConverter.ToInt32(info) : 0;
    }

    /// <inheritdoc />
    public void Dispose() => File.Dispose();
}
