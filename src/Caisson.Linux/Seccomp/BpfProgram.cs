using System.Runtime.InteropServices;

namespace Caisson.Linux.Seccomp;

/// <summary>A classic BPF program, immutable.</summary>
public sealed class BpfProgram
{
    private readonly SockFilter[] _instructions;

    /// <summary>Takes a copy of the instructions, first to last.</summary>
    public BpfProgram(ReadOnlySpan<SockFilter> instructions) => _instructions = instructions.ToArray();

    /// <summary>The instructions, first to last.</summary>
    public ReadOnlySpan<SockFilter> Instructions => _instructions;

    /// <summary>How many instructions there are: the len of struct sock_fprog.</summary>
    public int Length => _instructions.Length;

    /// <summary>The instructions as the kernel reads them, eight bytes each: what the filter of struct sock_fprog points to.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<SockFilter>(_instructions);
}
