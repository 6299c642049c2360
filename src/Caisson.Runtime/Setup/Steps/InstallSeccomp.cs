using Caisson.Runtime.Seccomp;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Filters the system calls of the process and its descendants (seccomp(2)).</summary>
public sealed record InstallSeccomp(SeccompFilter Filter) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"install seccomp filter of {Filter.Program.Length} instructions";

    internal override void Lower(LoweringContext context) => context.Program.InstallSeccomp(Filter.Program.Bytes, Filter.Flags);
}
