namespace Caisson.Oci.Runtime;

/// <summary>A seccomp filter (config-linux.md#seccomp).</summary>
public sealed record SeccompSpec
{
    /// <summary>A name as <c>SCMP_ACT_ERRNO</c>, for calls that no rule matches.</summary>
    public required string DefaultAction { get; init; }

    public uint? DefaultErrnoRet { get; init; }

    /// <summary>Names as <c>SCMP_ARCH_X86_64</c>; empty is the native one.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Names as <c>SECCOMP_FILTER_FLAG_LOG</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    public string? ListenerPath { get; init; }
    public string? ListenerMetadata { get; init; }
    public IReadOnlyList<SeccompRule> Syscalls { get; init; } = [];
}
