namespace Caisson.Runtime.Seccomp;

/// <summary>Unsigned comparisons of an argument with a number (config-linux.md#seccomp).</summary>
internal enum SeccompOperator
{
    NotEqual,
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
    MaskedEqual,
}
