namespace Caisson.Linux.ExtendedBpf;

/// <summary>One eBPF instruction, struct bpf_insn (linux/bpf.h; RFC 9669).</summary>
/// <param name="Code">Operation: class, source and kind.</param>
/// <param name="Destination">Destination register, 0 to 10.</param>
/// <param name="Source">Source register, 0 to 10.</param>
/// <param name="Offset">Jump distance in instructions, or offset of a memory access in bytes.</param>
/// <param name="Immediate">Constant operand.</param>
public readonly record struct BpfInstruction(byte Code, byte Destination, byte Source, short Offset, int Immediate)
{
    /// <summary>Size of an instruction in bytes.</summary>
    public const int Size = 8;

    /// <summary>Load of a 32-bit word: <c>dst = *(u32 *)(src + offset)</c>.</summary>
    public const byte LDX_MEM_W = 0x61;

    /// <summary><c>dst = immediate</c>.</summary>
    public const byte MOV64_K = 0xb7;

    /// <summary><c>dst = src</c>.</summary>
    public const byte MOV64_X = 0xbf;

    /// <summary><c>(u32)dst &amp;= immediate</c>.</summary>
    public const byte AND32_K = 0x54;

    /// <summary><c>(u32)dst >>= immediate</c>.</summary>
    public const byte RSH32_K = 0x74;

    /// <summary>Jump always.</summary>
    public const byte JA = 0x05;

    /// <summary>Jump when <c>(u32)dst != immediate</c>.</summary>
    public const byte JNE32_K = 0x56;

    /// <summary>Jump when <c>(u32)dst &amp; immediate</c> is not zero.</summary>
    public const byte JSET32_K = 0x46;

    /// <summary>Return with the value of register 0.</summary>
    public const byte EXIT = 0x95;
}
