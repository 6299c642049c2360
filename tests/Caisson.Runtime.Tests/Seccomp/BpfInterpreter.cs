using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Tests.Seccomp;

/// <summary>Runs a filter as the kernel does, and refuses what its checker refuses (net/core/filter.c, kernel/seccomp.c).</summary>
internal static class BpfInterpreter
{
    internal static uint Run(BpfProgram program, Call call) => Run(program, call, out _);

    internal static uint Run(BpfProgram program, Call call, out int steps)
    {
        ReadOnlySpan<SockFilter> instructions = program.Instructions;
        uint a = 0;
        steps = 0;
        for (int pc = 0; ; pc++)
        {
            steps++;
            SockFilter i = instructions[pc];
            switch (i.Code)
            {
                case 0x20:
                    a = Word(call, i.K);
                    break;
                case 0x54:
                    a &= i.K;
                    break;
                case 0x05:
                    pc += checked((int)i.K);
                    break;
                case 0x15:
                    pc += a == i.K ? i.Jt : i.Jf;
                    break;
                case 0x25:
                    pc += a > i.K ? i.Jt : i.Jf;
                    break;
                case 0x35:
                    pc += a >= i.K ? i.Jt : i.Jf;
                    break;
                case 0x06:
                    return i.K;
                default:
                    throw new InvalidOperationException($"instruction {i.Code:x} at {pc}");
            }
        }
    }

    // struct seccomp_data { int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6]; }
    private static uint Word(Call call, uint offset) => offset switch
    {
        0 => call.Number,
        4 => call.Arch,
        >= 16 and < 64 when offset % 4 == 0 => (uint)(call.Args[(offset - 16) / 8] >> (offset % 8 == 0 ? 0 : 32)),
        _ => throw new InvalidOperationException($"a load from {offset}"),
    };
}
