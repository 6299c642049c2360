using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Seccomp;

/// <summary>Comparisons of 64-bit arguments on a machine with 32-bit words: the upper half decides unless it is equal.</summary>
internal static class ConditionWriter
{
    /// <summary>Writes a comparison; gives the place where it begins.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="condition">What to compare.</param>
    /// <param name="wide">Whether the upper half counts.</param>
    /// <param name="yes">Where to go on when it holds.</param>
    /// <param name="no">Where to go on when it does not.</param>
    internal static int Write(FilterWriter writer, SeccompCondition condition, bool wide, int yes, int no) => condition.Operator switch
    {
        SeccompOperator.Equal or SeccompOperator.MaskedEqual => WriteEqual(writer, condition, wide, yes, no),
        SeccompOperator.NotEqual => WriteEqual(writer, condition, wide, no, yes),
        SeccompOperator.Greater => WriteOrder(writer, condition, Bpf.JMP_JGT_K, wide, yes, no),
        SeccompOperator.LessOrEqual => WriteOrder(writer, condition, Bpf.JMP_JGT_K, wide, no, yes),
        SeccompOperator.GreaterOrEqual => WriteOrder(writer, condition, Bpf.JMP_JGE_K, wide, yes, no),
        _ => WriteOrder(writer, condition, Bpf.JMP_JGE_K, wide, no, yes),
    };

    private static int WriteEqual(FilterWriter writer, SeccompCondition condition, bool wide, int yes, int no)
    {
        (uint mask, uint value) = ((uint)condition.Mask, (uint)condition.Value);
        yes = WriteHalf(writer, SeccompData.ArgLow(condition.Index), mask, value, yes, no);
        return wide
            ? WriteHalf(writer, SeccompData.ArgHigh(condition.Index), (uint)(condition.Mask >> 32), (uint)(condition.Value >> 32), yes, no)
            : yes;
    }

    private static int WriteHalf(FilterWriter writer, uint offset, uint mask, uint value, int yes, int no)
    {
        if ((value & ~mask) != 0)
        {
            return no;
        }

        if (mask == 0)
        {
            return yes;
        }

        int compare = writer.Jump(Bpf.JMP_JEQ_K, value, yes, no);
        return writer.Then(Bpf.LD_W_ABS, offset, mask == uint.MaxValue ? compare : writer.Then(Bpf.ALU_AND_K, mask, compare));
    }

    private static int WriteOrder(FilterWriter writer, SeccompCondition condition, ushort lowJump, bool wide, int yes, int no)
    {
        int low = writer.Jump(lowJump, (uint)condition.Value, yes, no);
        low = writer.Then(Bpf.LD_W_ABS, SeccompData.ArgLow(condition.Index), low);
        if (!wide)
        {
            return low;
        }

        uint high = (uint)(condition.Value >> 32);
        int equal = writer.Jump(Bpf.JMP_JEQ_K, high, low, no);
        int greater = writer.Jump(Bpf.JMP_JGT_K, high, yes, equal);
        return writer.Then(Bpf.LD_W_ABS, SeccompData.ArgHigh(condition.Index), greater);
    }
}
