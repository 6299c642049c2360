using System.Runtime.InteropServices;

namespace Caisson.Linux.Programs;

/// <summary>One system call of a program, as the machine code in <c>clone-stub.s</c> reads it. 96 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SyscallRecord
{
    /// <summary>The system call's number.</summary>
    internal nint Number;

    /// <summary>Arguments: values, or where <see cref="Indirect"/> says so addresses of values.</summary>
    internal nint A0, A1, A2, A3, A4, A5;

    /// <summary>Where the result is stored, also a tolerated error's; null for nowhere.</summary>
    internal long* Result;

    /// <summary>Bit e is set when errno e (1 to 63) does not end the program.</summary>
    internal ulong Tolerated;

    /// <summary>The record that follows after success.</summary>
    internal SyscallRecord* Next;

    /// <summary>The record that follows after a tolerated error.</summary>
    internal SyscallRecord* NextAfterError;

    /// <summary>Bit i is set when argument i (0 to 4) is the address of its value.</summary>
    internal ulong Indirect;
}
