using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Seccomp;

/// <summary>
/// Writes a filter from its end to its beginning, because jumps only go forward: where they lead is known before they are written.
/// A place is counted from the end, 0 being the last instruction.
/// </summary>
internal sealed class FilterWriter
{
    /// <summary>How far a conditional jump may go: eight bits hold 255; two more instructions may still come in between.</summary>
    private const int Reach = 250;

    private SockFilter[] _instructions = new SockFilter[512];
    private int _count;

    // Where each action was returned last. Few actions are in use, so a list beats a dictionary.
    private readonly List<(uint Action, int Place)> _returns = [];

    internal int Length => _count;

    /// <summary>A place that returns an action, near enough for a conditional jump.</summary>
    internal int Return(uint action)
    {
        for (int i = 0; i < _returns.Count; i++)
        {
            if (_returns[i].Action == action)
            {
                if (!IsNear(_returns[i].Place))
                {
                    _returns[i] = (action, Write(Bpf.RET_K, 0, 0, action));
                }

                return _returns[i].Place;
            }
        }

        int place = Write(Bpf.RET_K, 0, 0, action);
        _returns.Add((action, place));
        return place;
    }

    /// <summary>A conditional jump; gives its place.</summary>
    internal int Jump(ushort code, uint k, int whenTrue, int whenFalse)
    {
        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        whenTrue = Near(whenTrue);
        whenFalse = Near(whenFalse);
        return Write(code, (byte)(_count - whenTrue - 1), (byte)(_count - whenFalse - 1), k);
    }

    /// <summary>An instruction that goes on at a place; gives its own place.</summary>
    internal int Then(ushort code, uint k, int next)
    {
        if (next != _count - 1)
        {
            Write(Bpf.JMP_JA, 0, 0, (uint)(_count - next - 1));
        }

        return Write(code, 0, 0, k);
    }

    /// <summary>The program that begins at a place.</summary>
    internal BpfProgram Finish(int first)
    {
        if (first != _count - 1)
        {
            Write(Bpf.JMP_JA, 0, 0, (uint)(_count - first - 1));
        }

        Span<SockFilter> program = _instructions.AsSpan(0, _count);
        program.Reverse();
        return new BpfProgram(program);
    }

    private bool IsNear(int place) => _count - place - 1 <= Reach;

    private int Near(int place)
    {
        if (IsNear(place))
        {
            return place;
        }

        SockFilter target = _instructions[place];
        return target.Code == Bpf.RET_K
            ? Write(Bpf.RET_K, 0, 0, target.K)
            : Write(Bpf.JMP_JA, 0, 0, (uint)(_count - place - 1));
    }

    private int Write(ushort code, byte jt, byte jf, uint k)
    {
        if (_count == _instructions.Length)
        {
            Array.Resize(ref _instructions, _count * 2);
        }

        _instructions[_count] = new SockFilter(code, jt, jf, k);
        return _count++;
    }
}
