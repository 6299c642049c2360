using System.Runtime;
using System.Runtime.InteropServices;

namespace Caisson.Linux.Init;

/// <summary>
/// The true beginning of caisson-init. The linker turns calls of main into calls of __wrap_main (ld --wrap), so this runs before the .NET
/// runtime: the process has one thread, and what it does here starts in a third of the time (ARCHITECTURE.md, "Process 1").
/// </summary>
/// <remarks>
/// Only code that needs no runtime may run here: no allocation, no exception, no static field, no lock. Everything that does stands in this folder.
/// </remarks>
internal static unsafe class EarlyMain
{
    [DllImport("libc", EntryPoint = "__real_main"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RealMain(int argc, byte** argv);

    [RuntimeExport("__wrap_main")]
    private static int Main(int argc, byte** argv)
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
}
