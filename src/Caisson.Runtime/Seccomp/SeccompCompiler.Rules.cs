using Caisson.Linux.Seccomp;
using Caisson.Oci;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Seccomp;

/// <summary>From the specification's rules to a policy for each architecture.</summary>
public static partial class SeccompCompiler
{
    /// <param name="Action">What a filter returns.</param>
    /// <param name="Alternatives">Sets of conditions of which one must hold; none at all means always.</param>
    private readonly record struct Rule(uint Action, SeccompAlternative[] Alternatives);

    private static Rule ReadRule(SeccompRule rule, int position)
    {
        string path = $"{Root}.syscalls[{position}]";
        uint action = SeccompAction.Parse(rule.Action, rule.ErrnoRet, $"{path}.action", $"{path}.errnoRet");
        if (rule.Args.Count == 0)
        {
            return new Rule(action, []);
        }

        SeccompCondition[] conditions = new SeccompCondition[rule.Args.Count];
        uint seen = 0;
        bool repeated = false;
        for (int i = 0; i < conditions.Length; i++)
        {
            conditions[i] = ReadCondition(rule.Args[i], $"{path}.args[{i}]");
            uint bit = 1u << conditions[i].Index;
            repeated |= (seen & bit) != 0;
            seen |= bit;
        }

        // Several conditions on one argument have always meant that any may hold: libseccomp cannot combine them, so runc and crun
        // load each condition as a rule of its own, and profiles in use count on it (runc issue 2735).
        return repeated
            ? new Rule(action, Array.ConvertAll(conditions, condition => new SeccompAlternative(action, [condition])))
            : new Rule(action, [new SeccompAlternative(action, conditions)]);
    }

    private static SeccompCondition ReadCondition(SeccompArg arg, string path)
    {
        if (arg.Index > 5)
        {
            throw new SpecException($"{path}.index", $"{arg.Index} is out of range (0 to 5)");
        }

        int index = (int)arg.Index;
        return arg.Op switch
        {
            "SCMP_CMP_NE" => new SeccompCondition(index, SeccompOperator.NotEqual, ulong.MaxValue, arg.Value),
            "SCMP_CMP_LT" => new SeccompCondition(index, SeccompOperator.Less, ulong.MaxValue, arg.Value),
            "SCMP_CMP_LE" => new SeccompCondition(index, SeccompOperator.LessOrEqual, ulong.MaxValue, arg.Value),
            "SCMP_CMP_EQ" => new SeccompCondition(index, SeccompOperator.Equal, ulong.MaxValue, arg.Value),
            "SCMP_CMP_GE" => new SeccompCondition(index, SeccompOperator.GreaterOrEqual, ulong.MaxValue, arg.Value),
            "SCMP_CMP_GT" => new SeccompCondition(index, SeccompOperator.Greater, ulong.MaxValue, arg.Value),
            "SCMP_CMP_MASKED_EQ" => new SeccompCondition(index, SeccompOperator.MaskedEqual, arg.Value, arg.ValueTwo),
            _ => throw new SpecException($"{path}.op", $"{arg.Op} is no comparison"),
        };
    }

    private static void AddRule(
        IReadOnlyList<string> names, Rule rule, SyscallPolicy native, SyscallPolicy? compat, SyscallPolicy? extended, List<string> skipped)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (!SyscallTable.TryFind(names[i], out SyscallNumbers numbers))
            {
                skipped.Add(names[i]);
                continue;
            }

            AddTo(native, numbers.X86_64, rule);
            AddTo(compat, numbers.X86, rule);
            AddTo(extended, numbers.X32, rule);
        }
    }

    private static void AddTo(SyscallPolicy? policy, int number, Rule rule)
    {
        if (policy is null || number < 0)
        {
            return;
        }

        policy.Name(number);
        if (rule.Action == policy.DefaultAction)
        {
            // Says nothing new; libseccomp does not take such rules and runtimes leave them out.
            return;
        }

        if (rule.Alternatives.Length == 0)
        {
            policy.Decide(number, rule.Action);
        }

        foreach (SeccompAlternative alternative in rule.Alternatives)
        {
            policy.Add(number, alternative);
        }
    }
}
