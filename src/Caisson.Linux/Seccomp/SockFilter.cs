using System.Runtime.InteropServices;

namespace Caisson.Linux.Seccomp;

/// <summary>One instruction of a classic BPF program, as the kernel lays it out (linux/filter.h: struct sock_filter).</summary>
/// <param name="Code">What it does; see <see cref="Bpf"/>.</param>
/// <param name="Jt">How many instructions a jump skips when its condition holds.</param>
/// <param name="Jf">How many when it does not.</param>
/// <param name="K">The operand.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 8)]
public readonly record struct SockFilter(ushort Code, byte Jt, byte Jf, uint K);
