using Caisson.Linux.ExtendedBpf;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// Compiles device rules to an eBPF program for cgroup version 2 (BPF_CGROUP_DEVICE; 1 allows, 0 denies).
/// <para>
/// An access asks for one or more of make, read and write. The program goes through the rules from the last to the first and keeps the
/// letters that nobody has spoken about yet: an allowing rule strikes its letters out, and when none is left the access is allowed; a
/// denying rule that has one of the letters left denies. So each letter is decided by the last rule about it.
/// </para>
/// </summary>
public static class DeviceFilterCompiler
{
    private const byte Result = 0, Context = 1, Type = 2, Left = 3, Major = 4, Minor = 5;
    private const int BPF_DEVCG_DEV_BLOCK = 1, BPF_DEVCG_DEV_CHAR = 2;

    /// <summary>The program; null when everything is allowed and none is needed. What no rule speaks about is denied.</summary>
    /// <exception cref="CgroupException">A rule is malformed.</exception>
    public static IReadOnlyList<BpfInstruction>? Compile(IReadOnlyList<DeviceRule> rules)
    {
        var matches = new List<DeviceMatch>(rules.Count);
        foreach (DeviceRule rule in rules)
        {
            matches.Add(DeviceMatch.From(rule));
        }

        if (matches.Count > 0 && matches[^1] is { IsTotal: true, Allow: true })
        {
            return null;
        }

        List<BpfInstruction> program = Prologue();
        for (int i = matches.Count - 1; i >= 0; i--)
        {
            if (matches[i].IsTotal)
            {
                Return(program, matches[i].Allow);
                return program;
            }

            AddRule(program, matches[i]);
        }

        Return(program, allow: false);
        return program;
    }

    // struct bpf_cgroup_dev_ctx: access_type u32 (access in the upper half, type in the lower), major u32, minor u32.
    private static List<BpfInstruction> Prologue() =>
    [
        new(BpfInstruction.LDX_MEM_W, Type, Context, 0, 0),
        new(BpfInstruction.MOV64_X, Left, Type, 0, 0),
        new(BpfInstruction.AND32_K, Type, 0, 0, 0xffff),
        new(BpfInstruction.RSH32_K, Left, 0, 0, 16),
        new(BpfInstruction.LDX_MEM_W, Major, Context, 4, 0),
        new(BpfInstruction.LDX_MEM_W, Minor, Context, 8, 0),
    ];

    private static void AddRule(List<BpfInstruction> program, in DeviceMatch match)
    {
        var conditions = new List<(byte Register, int Value)>(3);
        if (match.Type != 'a')
        {
            conditions.Add((Type, match.Type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR));
        }

        if (match.Major is { } major)
        {
            conditions.Add((Major, (int)major));
        }

        if (match.Minor is { } minor)
        {
            conditions.Add((Minor, (int)minor));
        }

        List<BpfInstruction> verdict = match.Allow ? Strike(match.Access) : Deny(match.Access);
        for (int i = 0; i < conditions.Count; i++)
        {
            // Not this device: on to the next rule, behind the other conditions and the verdict.
            short next = (short)(conditions.Count - i - 1 + verdict.Count);
            program.Add(new(BpfInstruction.JNE32_K, conditions[i].Register, 0, next, conditions[i].Value));
        }

        program.AddRange(verdict);
    }

    private static List<BpfInstruction> Strike(DeviceAccess access)
    {
        List<BpfInstruction> verdict =
        [
            new(BpfInstruction.AND32_K, Left, 0, 0, (int)(DeviceAccess.All & ~access)),
            new(BpfInstruction.JNE32_K, Left, 0, 2, 0),
        ];
        Return(verdict, allow: true);
        return verdict;
    }

    private static List<BpfInstruction> Deny(DeviceAccess access)
    {
        // JSET has no negated form: one jump into the verdict and one around it.
        List<BpfInstruction> verdict =
        [
            new(BpfInstruction.JSET32_K, Left, 0, 1, (int)access),
            new(BpfInstruction.JA, 0, 0, 2, 0),
        ];
        Return(verdict, allow: false);
        return verdict;
    }

    private static void Return(List<BpfInstruction> program, bool allow)
    {
        program.Add(new(BpfInstruction.MOV64_K, Result, 0, 0, allow ? 1 : 0));
        program.Add(new(BpfInstruction.EXIT, 0, 0, 0, 0));
    }
}
