using Caisson.Linux.Native;
using Caisson.Linux.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Events;

/// <summary>
/// Signals as something to read (signalfd(2)). They have to be blocked in every thread, also in the runtime's own, or one of those takes them:
/// the executables that forward signals block them before the runtime starts (Init/EarlyMain.cs).
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

    /// <summary>Lets all signals through to the calling thread: for the main thread of commands that forward none.</summary>
    public static void Unblock()
    {
        const int SIG_SETMASK = 2;
        ulong none = 0;
        _ = Libc.Syscall(Nr.rt_sigprocmask, SIG_SETMASK, (nint)(&none), 0, sizeof(ulong));
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
