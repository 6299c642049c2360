using Caisson.Linux.Seccomp;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Tests.Seccomp;

/// <summary>What a specification means for a call, in the plainest way: no table, no tree, no instructions.</summary>
internal sealed class SpecEvaluator
{
    private readonly SeccompSpec _spec;
    private readonly Dictionary<SyscallArchitecture, ILookup<int, SeccompRule>> _rules = [];

    internal SpecEvaluator(SeccompSpec spec)
    {
        _spec = spec;
        foreach (SyscallArchitecture architecture in Enum.GetValues<SyscallArchitecture>())
        {
            _rules[architecture] = spec.Syscalls
                .SelectMany(rule => rule.Names.Distinct(StringComparer.Ordinal), (rule, name) => (Rule: rule, Number: Number(name, architecture)))
                .Where(named => named.Number >= 0)
                .ToLookup(named => named.Number, named => named.Rule);
        }
    }

    private const uint KillProcess = 0x80000000, Enosys = 0x00050000 | 38;

    internal uint Evaluate(Call call)
    {
        uint defaultAction = Action(_spec.DefaultAction, _spec.DefaultErrnoRet);
        uint unknown = _spec.DefaultAction is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" or "SCMP_ACT_TRACE" ? defaultAction : Enosys;
        bool listsX32 = _spec.Architectures.Contains("SCMP_ARCH_X32", StringComparer.Ordinal);
        SyscallArchitecture architecture;
        if (call.Arch == Call.I386 && _spec.Architectures.Contains("SCMP_ARCH_X86", StringComparer.Ordinal))
        {
            architecture = SyscallArchitecture.X86;
        }
        else if (call.Arch != Call.X86_64)
        {
            return KillProcess;
        }
        else if (call.Number >= 0x40000000)
        {
            architecture = SyscallArchitecture.X32;
            if (!listsX32)
            {
                return call.Number == uint.MaxValue ? unknown : KillProcess;
            }
        }
        else
        {
            architecture = SyscallArchitecture.X86_64;
        }

        long number = architecture == SyscallArchitecture.X32 ? call.Number - 0x40000000L : call.Number;
        if (number > _rules[architecture].Select(named => named.Key).DefaultIfEmpty(-1).Max())
        {
            return unknown;
        }

        SeccompRule[] rules = [.. _rules[architecture][(int)number].Where(rule => Action(rule.Action, rule.ErrnoRet) != defaultAction)];
        SeccompRule? decided = rules.FirstOrDefault(rule => rule.Args.Count == 0)
            ?? rules.FirstOrDefault(rule => Matches(rule, call, architecture != SyscallArchitecture.X86));
        return decided is null ? defaultAction : Action(decided.Action, decided.ErrnoRet);
    }

    private static bool Matches(SeccompRule rule, Call call, bool wide)
    {
        bool repeated = rule.Args.Select(arg => arg.Index).Distinct().Count() < rule.Args.Count;
        return repeated ? rule.Args.Any(arg => Holds(arg, call, wide)) : rule.Args.All(arg => Holds(arg, call, wide));
    }

    private static bool Holds(SeccompArg arg, Call call, bool wide)
    {
        ulong bits = wide ? ulong.MaxValue : uint.MaxValue;
        (ulong actual, ulong value, ulong two) = (call.Args[arg.Index] & bits, arg.Value & bits, arg.ValueTwo & bits);
        return arg.Op switch
        {
            "SCMP_CMP_NE" => actual != value,
            "SCMP_CMP_LT" => actual < value,
            "SCMP_CMP_LE" => actual <= value,
            "SCMP_CMP_EQ" => actual == value,
            "SCMP_CMP_GE" => actual >= value,
            "SCMP_CMP_GT" => actual > value,
            "SCMP_CMP_MASKED_EQ" => (actual & value) == two,
            _ => throw new InvalidOperationException(arg.Op),
        };
    }

    private static int Number(string name, SyscallArchitecture architecture) =>
        SyscallTable.TryFind(name, out SyscallNumbers numbers) ? numbers.On(architecture) : -1;

    private static uint Action(string name, uint? errno) => name switch
    {
        "SCMP_ACT_ALLOW" => 0x7fff0000,
        "SCMP_ACT_ERRNO" => 0x00050000 | (errno ?? 1),
        "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => 0,
        "SCMP_ACT_KILL_PROCESS" => KillProcess,
        "SCMP_ACT_TRAP" => 0x00030000,
        "SCMP_ACT_TRACE" => 0x7ff00000 | (errno ?? 1),
        "SCMP_ACT_LOG" => 0x7ffc0000,
        "SCMP_ACT_NOTIFY" => 0x7fc00000,
        _ => throw new InvalidOperationException(name),
    };
}
