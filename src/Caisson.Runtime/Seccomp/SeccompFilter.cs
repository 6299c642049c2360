using Caisson.Linux.Seccomp;

namespace Caisson.Runtime.Seccomp;

/// <summary>A compiled filter: what seccomp(2) is called with.</summary>
/// <param name="Program">The program to load.</param>
/// <param name="Flags">SECCOMP_FILTER_FLAG bits for the call, with NEW_LISTENER when <paramref name="NeedsListener"/>.</param>
/// <param name="NeedsListener">Whether some call is decided by an agent, so that loading returns a descriptor to hand over.</param>
/// <param name="SkippedNames">System calls of the specification that no x86 architecture has; they have no effect here.</param>
public sealed record SeccompFilter(BpfProgram Program, uint Flags, bool NeedsListener, IReadOnlyList<string> SkippedNames);
