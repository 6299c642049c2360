using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Seccomp;

/// <summary>What a filter decides for each system call of one architecture, by number.</summary>
/// <remarks>
/// An unconditional rule covers every conditional one for the same call, wherever it stands, and the first of two unconditional
/// ones wins: that is what libseccomp makes of such lists, and profiles are written against it. Among conditional rules the
/// first that matches wins.
/// </remarks>
/// <param name="defaultAction">What a filter returns for calls that no rule names.</param>
/// <param name="offset">What the architecture adds to the numbers of its table: the x32 bit, or 0.</param>
/// <param name="wide">Whether arguments have 64 bits; else, as in libseccomp, the lower halves alone are compared.</param>
internal sealed class SyscallPolicy(uint defaultAction, uint offset, bool wide)
{
    private readonly uint[] _action = new uint[SyscallTable.Limit];
    private readonly bool[] _decided = new bool[SyscallTable.Limit];
    private readonly List<SeccompAlternative>?[] _alternatives = new List<SeccompAlternative>?[SyscallTable.Limit];

    /// <summary>The highest number that a rule names, whatever its action; -1 when there is none.</summary>
    internal int Highest { get; private set; } = -1;

    internal uint DefaultAction => defaultAction;

    internal uint Offset => offset;

    internal bool Wide => wide;

    /// <summary>The action for calls above the highest one that the rules name.</summary>
    internal uint UnknownAction =>
        SeccompAction.IsOpen(defaultAction) ? defaultAction : SeccompConstants.SECCOMP_RET_ERRNO | SeccompAction.ENOSYS;

    /// <summary>The conditional rules for a call; null when one action holds for all arguments.</summary>
    internal List<SeccompAlternative>? AlternativesOf(int number) => _decided[number] ? null : _alternatives[number];

    /// <summary>The action for a call for which no conditional rule matches or exists.</summary>
    internal uint ActionOf(int number) => _decided[number] ? _action[number] : defaultAction;

    /// <summary>Notes that a rule names a call.</summary>
    internal void Name(int number) => Highest = Math.Max(Highest, number);

    /// <summary>Adds a rule without conditions.</summary>
    internal void Decide(int number, uint action)
    {
        if (!_decided[number])
        {
            _decided[number] = true;
            _action[number] = action;
        }
    }

    /// <summary>Adds a rule with conditions.</summary>
    internal void Add(int number, SeccompAlternative alternative) => (_alternatives[number] ??= []).Add(alternative);
}
