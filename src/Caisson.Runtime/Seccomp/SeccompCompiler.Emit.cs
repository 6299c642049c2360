using Caisson.Linux.Seccomp;
using Caisson.Oci;
using static Caisson.Linux.Seccomp.SeccompConstants;

namespace Caisson.Runtime.Seccomp;

/// <summary>From policies to the program; see <see cref="FilterWriter"/> for why everything is written back to front.</summary>
public static partial class SeccompCompiler
{
    /// <summary>What seccomp sees as the number of a call that a tracer has cancelled (ptrace(2), PTRACE_SYSCALL).</summary>
    private const uint NoCall = uint.MaxValue;

    private static BpfProgram Emit(SyscallPolicy native, SyscallPolicy? compat, SyscallPolicy? extended)
    {
        FilterWriter writer = new();
        int other = compat is null
            ? writer.Return(SECCOMP_RET_KILL_PROCESS)
            : writer.Jump(Bpf.JMP_JEQ_K, AUDIT_ARCH_I386, LoadNumber(writer, Tree(writer, compat)), writer.Return(SECCOMP_RET_KILL_PROCESS));
        int x32 = extended is null
            ? writer.Jump(Bpf.JMP_JEQ_K, NoCall, writer.Return(native.UnknownAction), writer.Return(SECCOMP_RET_KILL_PROCESS))
            : Tree(writer, extended);
        int own = Tree(writer, native);
        int number = LoadNumber(writer, writer.Jump(Bpf.JMP_JGE_K, SyscallTable.X32Bit, x32, own));
        int first = writer.Then(Bpf.LD_W_ABS, SeccompData.Arch, writer.Jump(Bpf.JMP_JEQ_K, AUDIT_ARCH_X86_64, number, other));
        return writer.Length < Bpf.MAXINSNS
            ? writer.Finish(first)
            : throw new SpecException(Root, $"the filter needs {writer.Length} instructions, more than the kernel takes ({Bpf.MAXINSNS})");
    }

    private static int LoadNumber(FilterWriter writer, int next) => writer.Then(Bpf.LD_W_ABS, SeccompData.Nr, next);

    /// <summary>The search for a number.</summary>
    private static int Tree(FilterWriter writer, SyscallPolicy policy)
    {
        // Where a run of numbers with one decision begins. A conditional decision stands alone.
        Span<int> starts = stackalloc int[SyscallTable.Limit + 1];
        int count = 0;
        for (int number = 0; number <= policy.Highest; number++)
        {
            if (number == 0
                || policy.AlternativesOf(number) is not null
                || policy.AlternativesOf(number - 1) is not null
                || policy.ActionOf(number) != policy.ActionOf(number - 1))
            {
                starts[count++] = number;
            }
        }

        if (count == 0 || policy.AlternativesOf(policy.Highest) is not null || policy.ActionOf(policy.Highest) != policy.UnknownAction)
        {
            starts[count++] = policy.Highest + 1;
        }

        return Branch(writer, policy, starts[..count]);
    }

    private static int Branch(FilterWriter writer, SyscallPolicy policy, ReadOnlySpan<int> starts)
    {
        if (starts.Length == 1)
        {
            return Decision(writer, policy, starts[0]);
        }

        int middle = starts.Length / 2;
        int high = Branch(writer, policy, starts[middle..]);
        int low = Branch(writer, policy, starts[..middle]);
        return writer.Jump(Bpf.JMP_JGE_K, (uint)starts[middle] + policy.Offset, high, low);
    }

    private static int Decision(FilterWriter writer, SyscallPolicy policy, int number)
    {
        if (number > policy.Highest)
        {
            return writer.Return(policy.UnknownAction);
        }

        if (policy.AlternativesOf(number) is not { } alternatives)
        {
            return writer.Return(policy.ActionOf(number));
        }

        int next = writer.Return(policy.DefaultAction);
        for (int i = alternatives.Count - 1; i >= 0; i--)
        {
            int success = writer.Return(alternatives[i].Action);
            SeccompCondition[] conditions = alternatives[i].Conditions;
            for (int c = conditions.Length - 1; c >= 0; c--)
            {
                success = ConditionWriter.Write(writer, conditions[c], policy.Wide, success, next);
            }

            next = success;
        }

        return next;
    }
}
