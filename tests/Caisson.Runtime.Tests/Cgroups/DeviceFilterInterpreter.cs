using Caisson.Linux.ExtendedBpf;
using Caisson.Runtime.Cgroups;

namespace Caisson.Runtime.Tests.Cgroups;

/// <summary>Runs a device filter as the kernel would, and insists on what its verifier insists on.</summary>
internal static class DeviceFilterInterpreter
{
    internal static bool Allows(IReadOnlyList<BpfInstruction> program, DeviceMatch access)
    {
        uint[] context = [((uint)access.Access << 16) | (access.Type == 'b' ? 1u : 2u), access.Major!.Value, access.Minor!.Value];
        var registers = new ulong?[11];
        registers[1] = 0x1000;   // The context's address.
        for (int at = 0; ; at++)
        {
            Assert.InRange(at, 0, program.Count - 1);
            BpfInstruction step = program[at];
            Assert.True(step.Offset >= 0, "loops are not accepted by old verifiers");
            switch (step.Code)
            {
                case BpfInstruction.LDX_MEM_W:
                    Assert.Equal(0x1000ul, registers[step.Source]);
                    registers[step.Destination] = context[Math.DivRem(step.Offset, 4, out int rest)];
                    Assert.Equal(0, rest);
                    break;
                case BpfInstruction.MOV64_K:
                    registers[step.Destination] = (ulong)(long)step.Immediate;
                    break;
                case BpfInstruction.MOV64_X:
                    registers[step.Destination] = Value(step.Source);
                    break;
                case BpfInstruction.AND32_K:
                    registers[step.Destination] = (uint)Value(step.Destination) & (uint)step.Immediate;
                    break;
                case BpfInstruction.RSH32_K:
                    registers[step.Destination] = (uint)Value(step.Destination) >> step.Immediate;
                    break;
                case BpfInstruction.JA:
                    at += step.Offset;
                    break;
                case BpfInstruction.JNE32_K:
                    at += (uint)Value(step.Destination) != (uint)step.Immediate ? step.Offset : 0;
                    break;
                case BpfInstruction.JSET32_K:
                    at += ((uint)Value(step.Destination) & (uint)step.Immediate) != 0 ? step.Offset : 0;
                    break;
                case BpfInstruction.EXIT:
                    return Value(0) == 1;
                default:
                    throw new InvalidOperationException($"unknown instruction {step.Code:x2}");
            }
        }

        ulong Value(int register) => registers[register] ?? throw new InvalidOperationException($"register {register} is read before it is written");
    }
}
