namespace Caisson.Runtime.Seccomp;

/// <summary>A comparison of an argument with a number, resolved from its names.</summary>
/// <param name="Index">The argument, 0 to 5.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Mask">Bits to look at; all but for <see cref="SeccompOperator.MaskedEqual"/>.</param>
/// <param name="Value">What to compare with.</param>
internal readonly record struct SeccompCondition(int Index, SeccompOperator Operator, ulong Mask, ulong Value);
