namespace Caisson.Linux.Seccomp;

/// <summary>The instructions of classic BPF that seccomp filters use (linux/bpf_common.h), under their C names joined.</summary>
public static class Bpf
{
    /// <summary>A = the 32-bit word of struct seccomp_data at offset K.</summary>
    public const ushort LD_W_ABS = 0x20;

    /// <summary>A &amp;= K.</summary>
    public const ushort ALU_AND_K = 0x54;

    /// <summary>Skips K instructions.</summary>
    public const ushort JMP_JA = 0x05;

    /// <summary>Jumps by whether A == K.</summary>
    public const ushort JMP_JEQ_K = 0x15;

    /// <summary>Jumps by whether A &gt; K, unsigned.</summary>
    public const ushort JMP_JGT_K = 0x25;

    /// <summary>Jumps by whether A &gt;= K, unsigned.</summary>
    public const ushort JMP_JGE_K = 0x35;

    /// <summary>Ends with K, a SECCOMP_RET value.</summary>
    public const ushort RET_K = 0x06;

    /// <summary>The longest program that the kernel takes, in instructions (linux/bpf_common.h: BPF_MAXINSNS).</summary>
    public const int MAXINSNS = 4096;
}
