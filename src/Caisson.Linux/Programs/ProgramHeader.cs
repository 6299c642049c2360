using System.Runtime.InteropServices;

namespace Caisson.Linux.Programs;

/// <summary>The first bytes of a program's memory, shared with the process that walks it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramHeader
{
    /// <summary>Where the walk begins.</summary>
    internal SyscallRecord* First;

    /// <summary>The record that ended the walk; null while none did.</summary>
    internal SyscallRecord* Failed;

    /// <summary>That record's result, a negative errno.</summary>
    internal nint Error;
}
