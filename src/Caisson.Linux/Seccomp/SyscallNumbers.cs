namespace Caisson.Linux.Seccomp;

/// <summary>A system call's number on each architecture; -1 where it does not exist. The x32 number is without the x32 bit.</summary>
public readonly record struct SyscallNumbers(short X86_64, short X86, short X32)
{
    /// <summary>The number on one architecture, or -1.</summary>
    public int On(SyscallArchitecture architecture) => architecture switch
    {
        SyscallArchitecture.X86_64 => X86_64,
        SyscallArchitecture.X86 => X86,
        _ => X32,
    };
}
