using Caisson.Linux.Seccomp;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using static Caisson.Linux.Seccomp.SeccompConstants;

namespace Caisson.Runtime.Seccomp;

/// <summary>
/// Turns the seccomp section of a configuration into the program that the kernel runs at each system call. Pure. The program checks
/// the architecture, then finds the call's number by binary search over ranges of numbers with the same decision.
/// </summary>
/// <remarks>
/// <para>Other architectures than those listed end the process, and so do x32 numbers where x32 is not listed: what a
/// number means there is not what the rules say (seccomp(2), NOTES).</para>
/// <para>Numbers above the highest one that the rules name get ENOSYS where the default action refuses: such calls are newer than the
/// profile, and C libraries fall back to older ones only on ENOSYS. runc and crun's libseccomp wrapper do the same.</para>
/// <para>Since Linux 5.11 the kernel remembers which calls are allowed whatever their arguments and skips the filter for them, so
/// depth counts only for the others.</para>
/// </remarks>
public static partial class SeccompCompiler
{
    private const string Root = "linux.seccomp";

    /// <summary>Compiles a filter.</summary>
    /// <exception cref="SpecException">
    /// An action, operator, flag or architecture is unknown, or the filter is longer than the kernel takes; names the place.
    /// </exception>
    public static SeccompFilter Compile(SeccompSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        uint defaultAction = SeccompAction.Parse(spec.DefaultAction, spec.DefaultErrnoRet, $"{Root}.defaultAction", $"{Root}.defaultErrnoRet");
        if (defaultAction == SECCOMP_RET_USER_NOTIF)
        {
            throw new SpecException($"{Root}.defaultAction", "SCMP_ACT_NOTIFY cannot be the default: the agent could not be reached");
        }

        (bool x86, bool x32) = Architectures(spec.Architectures);
        SyscallPolicy native = new(defaultAction, 0, wide: true);
        SyscallPolicy? compat = x86 ? new SyscallPolicy(defaultAction, 0, wide: false) : null;
        SyscallPolicy? extended = x32 ? new SyscallPolicy(defaultAction, SyscallTable.X32Bit, wide: true) : null;
        List<string> skipped = [];
        bool notifies = false;
        for (int i = 0; i < spec.Syscalls.Count; i++)
        {
            Rule rule = ReadRule(spec.Syscalls[i], i);
            notifies |= rule.Action == SECCOMP_RET_USER_NOTIF;
            AddRule(spec.Syscalls[i].Names, rule, native, compat, extended, skipped);
        }

        if (notifies && spec.ListenerPath is null)
        {
            throw new SpecException($"{Root}.listenerPath", "is missing, but SCMP_ACT_NOTIFY needs an agent");
        }

        return new SeccompFilter(Emit(native, compat, extended), Flags(spec.Flags, notifies), notifies, skipped);
    }

    private static (bool X86, bool X32) Architectures(IReadOnlyList<string> names)
    {
        (bool x86, bool x32) = (false, false);
        for (int i = 0; i < names.Count; i++)
        {
            switch (names[i])
            {
                case "SCMP_ARCH_X86":
                    x86 = true;
                    break;
                case "SCMP_ARCH_X32":
                    x32 = true;
                    break;

                // The native one is always there. No process on this machine can have one of the others.
                case "SCMP_ARCH_X86_64" or "SCMP_ARCH_AARCH64" or "SCMP_ARCH_ARM" or "SCMP_ARCH_LOONGARCH64" or "SCMP_ARCH_M68K"
                    or "SCMP_ARCH_MIPS" or "SCMP_ARCH_MIPS64" or "SCMP_ARCH_MIPS64N32" or "SCMP_ARCH_MIPSEL" or "SCMP_ARCH_MIPSEL64"
                    or "SCMP_ARCH_MIPSEL64N32" or "SCMP_ARCH_PARISC" or "SCMP_ARCH_PARISC64" or "SCMP_ARCH_PPC" or "SCMP_ARCH_PPC64"
                    or "SCMP_ARCH_PPC64LE" or "SCMP_ARCH_RISCV64" or "SCMP_ARCH_S390" or "SCMP_ARCH_S390X" or "SCMP_ARCH_SH"
                    or "SCMP_ARCH_SHEB":
                    break;
                default:
                    throw new SpecException($"{Root}.architectures[{i}]", $"{names[i]} is no architecture");
            }
        }

        return (x86, x32);
    }

    private static uint Flags(IReadOnlyList<string> names, bool notifies)
    {
        uint flags = notifies ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
        for (int i = 0; i < names.Count; i++)
        {
            flags |= names[i] switch
            {
                // With a listener, the kernel wants failures to synchronise told by errno: a thread id would look like a descriptor.
                "SECCOMP_FILTER_FLAG_TSYNC" => SECCOMP_FILTER_FLAG_TSYNC | (notifies ? SECCOMP_FILTER_FLAG_TSYNC_ESRCH : 0),
                "SECCOMP_FILTER_FLAG_LOG" => SECCOMP_FILTER_FLAG_LOG,
                "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => SECCOMP_FILTER_FLAG_SPEC_ALLOW,

                // Says how callers wait for the listener's answer; the kernel refuses it where there is none.
                "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" => notifies ? SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0,
                _ => throw new SpecException($"{Root}.flags[{i}]", $"{names[i]} is no seccomp flag"),
            };
        }

        return flags;
    }
}
