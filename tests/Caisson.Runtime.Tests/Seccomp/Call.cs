using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Tests.Seccomp;

/// <summary>A system call as a filter sees it.</summary>
internal sealed record Call(uint Arch, uint Number, ulong[] Args)
{
    internal const uint I386 = 0x40000003, X86_64 = 0xc000003e;

    /// <summary>A call by name and its first arguments; the rest are 0.</summary>
    internal static Call Of(string name, SyscallArchitecture architecture, params ulong[] args)
    {
        Assert.True(SyscallTable.TryFind(name, out SyscallNumbers numbers), name);
        int number = numbers.On(architecture);
        Assert.True(number >= 0, name);
        return Of((uint)number, architecture, args);
    }

    internal static Call Of(uint number, SyscallArchitecture architecture, params ulong[] args) => new(
        architecture == SyscallArchitecture.X86 ? I386 : X86_64,
        architecture == SyscallArchitecture.X32 ? number | 0x40000000 : number,
        [.. args, .. new ulong[6 - args.Length]]);
}
