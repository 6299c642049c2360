using Caisson.Linux.Native;
using Caisson.Linux.Programs;

namespace Caisson.Linux.Init;

/// <summary>
/// Walks a <see cref="SyscallProgram"/> that another process made, as clone-stub.s does, in a process of one thread: only such a process
/// can join a user namespace, and it shares no memory with the engine that a container could look into.
/// </summary>
internal static unsafe class ProgramWalker
{
    /// <summary>Maps the program where its maker has it and walks it. Returns only when it cannot be mapped.</summary>
    /// <param name="address">Where, as hexadecimal digits.</param>
    /// <param name="descriptor">The memory's descriptor, as decimal digits.</param>
    internal static void Run(byte* address, byte* descriptor)
    {
        const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_FIXED_NOREPLACE = 0x100000;
        nint wanted = Number(address, radix: 16);
        nint mapped = EarlyCalls.Call(
            Nr.mmap, wanted, SyscallProgram.Size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, Number(descriptor, radix: 10), 0);
        if (mapped == wanted)
        {
            Walk((ProgramHeader*)mapped);
        }
    }

    private static void Walk(ProgramHeader* header)
    {
        SyscallRecord* record = header->First;
        while (true)
        {
            ulong indirect = record->Indirect;
            nint result = EarlyCalls.Call(
                record->Number, Value(record->A0, indirect), Value(record->A1, indirect >> 1), Value(record->A2, indirect >> 2),
                Value(record->A3, indirect >> 3), Value(record->A4, indirect >> 4), record->A5);
            if (record->Number == Nr.clone)
            {
                if (result > 0)
                {
                    // The clone goes on; who cloned has done its part. The kernel stored the pid.
                    EarlyCalls.Exit(0);
                }
            }
            else if (record->Result != null)
            {
                *record->Result = result;
            }

            if (result >= 0)
            {
                record = record->Next;
            }
            else if (result > -64 && (record->Tolerated >> (int)-result & 1) != 0)
            {
                record = record->NextAfterError;
            }
            else
            {
                header->Failed = record;
                header->Error = result;
                EarlyCalls.Exit(125);
            }
        }
    }

    private static nint Value(nint argument, ulong indirect) => (indirect & 1) == 0 ? argument : *(nint*)argument;

    private static nint Number(byte* digits, int radix)
    {
        nint value = 0;
        for (; *digits != 0; digits++)
        {
            int digit = *digits <= '9' ? *digits - '0' : *digits - 'a' + 10;
            value = (value * radix) + digit;
        }

        return value;
    }
}
