using System.Runtime;
using System.Runtime.InteropServices;

namespace Caisson.Linux.Init;

/// <summary>
/// The true beginnings of executables. The linker turns the call of main into one of a method here (ld --wrap, --defsym), so they run before
/// the .NET runtime: the process has one thread, and what it does here starts in a third of the time (ARCHITECTURE.md, "Process 1").
/// </summary>
/// <remarks>
/// Only code that needs no runtime may run here: no allocation, no exception, no static field, no lock. Everything that does stands in this folder.
/// </remarks>
internal static unsafe class EarlyMain
{
    [DllImport("libc", EntryPoint = "__real_main"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RealMain(int argc, byte** argv);

    /// <summary>caisson-init: the walker of programs and process 1 need no runtime at all.</summary>
    [RuntimeExport("caisson_early_init")]
    private static int Init(int argc, byte** argv)
    {
        if (argc == 4 && EarlyCalls.Is(argv[1], "walk\0"u8))
        {
            ProgramWalker.Run(argv[2], argv[3]);
            return 125;
        }

        if (argc > 3 && EarlyCalls.Is(argv[1], "supervise\0"u8) && EarlyCalls.Is(argv[2], "--\0"u8))
        {
            // The environment follows the arguments and their terminator.
            ProcessOne.Run(argv + 3, argv + argc + 1);
            return 125;
        }

        return RealMain(argc, argv);
    }

    /// <summary>caisson-runtime: as caisson, from a sealed copy of itself.</summary>
    [RuntimeExport("caisson_early_runtime")]
    private static int Runtime(int argc, byte** argv)
    {
        OpenStandardStreams();
        if (SelfSealing.Run(argv, argv + argc + 1) < 0)
        {
            const int Stderr = 2, Failed = 1;
            ReadOnlySpan<byte> message = "caisson-runtime: cannot start from a read-only mount of itself\n"u8;
            _ = EarlyCalls.Call(Native.Nr.write, Stderr, (nint)EarlyCalls.Address(message), message.Length);
            return Failed;
        }

        return BlockSignals(argc, argv);
    }

    /// <summary>
    /// caisson and caisson-runtime: blocks the signals that are forwarded to containers before the runtime starts its threads, which inherit
    /// the mask. A signal that any thread leaves unblocked never reaches a signalfd. Main unblocks them where nothing is forwarded
    /// (<see cref="Events.SignalReader.Unblock"/>). A standard stream that the caller closed becomes the null device first: whatever is opened
    /// next would get its number, and the container's output.
    /// </summary>
    [RuntimeExport("caisson_early_block_signals")]
    private static int BlockSignals(int argc, byte** argv)
    {
        const int SIG_BLOCK = 0;
        OpenStandardStreams();
        ulong mask = 0;
        ReadOnlySpan<int> signals = Events.ForwardedSignals.All;
        for (int i = 0; i < signals.Length; i++)
        {
            mask |= 1UL << (signals[i] - 1);
        }

        mask |= 1UL << (Events.ForwardedSignals.WindowChanged - 1);
        _ = EarlyCalls.Call(Native.Nr.rt_sigprocmask, SIG_BLOCK, (nint)(&mask), 0, sizeof(ulong));
        return RealMain(argc, argv);
    }

    private static void OpenStandardStreams()
    {
        const int F_GETFD = 1, O_RDWR = 2, Streams = 3;
        for (int number = 0; number < Streams; number++)
        {
            if (EarlyCalls.Call(Native.Nr.fcntl, number, F_GETFD) < 0)
            {
                // The lowest free number is this one: those below are open.
                _ = EarlyCalls.Call(Native.Nr.openat, Native.Libc.AT_FDCWD, (nint)EarlyCalls.Address("/dev/null\0"u8), O_RDWR);
            }
        }
    }
}
