namespace Caisson.Runtime.Seccomp;

/// <summary>An action under conditions that must all hold.</summary>
internal readonly record struct SeccompAlternative(uint Action, SeccompCondition[] Conditions);
