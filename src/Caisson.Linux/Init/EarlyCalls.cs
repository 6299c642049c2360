using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Caisson.Linux.Init;

/// <summary>
/// System calls for code that runs before the .NET runtime exists: nothing here allocates, throws, locks or touches a static field.
/// </summary>
internal static unsafe class EarlyCalls
{
    [DllImport("libc", EntryPoint = "syscall"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint RawSyscall(nint number, nint a0, nint a1, nint a2, nint a3, nint a4, nint a5);

    [DllImport("libc"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int* __errno_location();

    /// <summary>Calls the kernel; returns its result, or a negative errno.</summary>
    internal static nint Call(nint number, nint a0 = 0, nint a1 = 0, nint a2 = 0, nint a3 = 0, nint a4 = 0, nint a5 = 0)
    {
        nint result = RawSyscall(number, a0, a1, a2, a3, a4, a5);
        return result == -1 ? -*__errno_location() : result;
    }

    /// <summary>Ends the process.</summary>
    internal static void Exit(int code) => Call(Native.Nr.exit_group, code);

    /// <summary>Whether a C string is a literal, which has to end with a NUL.</summary>
    internal static bool Is(byte* text, ReadOnlySpan<byte> literal)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            if (text[i] != literal[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The address of a literal; literals are data of the executable and never move.</summary>
    internal static byte* Address(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
