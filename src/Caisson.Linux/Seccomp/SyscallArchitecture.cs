namespace Caisson.Linux.Seccomp;

/// <summary>The three ways in which a program calls an x86-64 kernel; each has numbers of its own.</summary>
public enum SyscallArchitecture
{
    /// <summary>64-bit programs (AUDIT_ARCH_X86_64).</summary>
    X86_64,

    /// <summary>32-bit programs (AUDIT_ARCH_I386).</summary>
    X86,

    /// <summary>Programs with 32-bit pointers in 64-bit mode: AUDIT_ARCH_X86_64 and numbers with <see cref="SyscallTable.X32Bit"/>.</summary>
    X32,
}
