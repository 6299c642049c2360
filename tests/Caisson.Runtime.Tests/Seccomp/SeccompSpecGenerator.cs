using Caisson.Linux.Seccomp;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Tests.Seccomp;

/// <summary>Random filters, and arguments that sit on and beside the numbers in them.</summary>
internal sealed class SeccompSpecGenerator(int seed)
{
    private static readonly string[] Names =
    [
        .. Enumerable.Range(0, SyscallTable.Limit)
            .SelectMany(n => Enum.GetValues<SyscallArchitecture>().Select(a => SyscallTable.NameOf(n, a)))
            .OfType<string>().Distinct(StringComparer.Ordinal),
        "breakpoint", "riscv_hwprobe",
    ];

    private static readonly string[] Actions =
        ["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_TRAP", "SCMP_ACT_TRACE", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY"];

    private static readonly string[] Operators =
        ["SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ"];

    private static readonly ulong[] Values =
        [0, 1, 40, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x100000028, 0x7E020000, 0xffffffff00000000, ulong.MaxValue - 1, ulong.MaxValue];

    private readonly Random _random = new(seed);

    internal SeccompSpec Next()
    {
        string[] pool = [.. Enumerable.Range(0, _random.Next(1, 80)).Select(_ => Pick(Names))];
        string defaultAction = Pick(Actions[..^1]);
        return new SeccompSpec
        {
            DefaultAction = defaultAction,
            DefaultErrnoRet = Errno(defaultAction),
            Architectures = [.. new[] { "SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_AARCH64" }.Where(_ => _random.Next(2) == 0)],
            ListenerPath = "/run/agent.sock",
            Syscalls = [.. Enumerable.Range(0, _random.Next(0, 60)).Select(_ => NextRule(pool))],
        };
    }

    /// <summary>Six arguments, most of them on or beside a number that the rules compare with.</summary>
    internal ulong[] NextArgs() => [.. Enumerable.Range(0, 6).Select(_ => unchecked(Pick(Values) + (ulong)_random.Next(-1, 2)))];

    private SeccompRule NextRule(string[] pool)
    {
        string action = Pick(Actions);
        return new SeccompRule
        {
            Names = [.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Pick(pool))],
            Action = action,
            ErrnoRet = Errno(action),
            Args = _random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => NextArg())],
        };
    }

    private SeccompArg NextArg()
    {
        ulong value = Pick(Values);
        return new SeccompArg((uint)_random.Next(6), value, _random.Next(4) == 0 ? Pick(Values) : Pick(Values) & value, Pick(Operators));
    }

    private uint? Errno(string action) =>
        action is "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE" && _random.Next(2) == 0 ? (uint)_random.Next(0, 4096) : null;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
