using Caisson.Linux.Capabilities;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Seccomp;

/// <summary>
/// The profile of containers that ask for no other one: in effect the one that Docker's engine uses (github.com/moby/profiles, as of
/// 2026). Everything that is not named here fails with EPERM; calls newer than the profile with ENOSYS.
/// </summary>
/// <remarks>
/// <para>What an ordinary process needs is allowed. What serves one capability is allowed with that capability. What nobody needs in a
/// container (io_uring, userfaultfd, the kernel's keyrings, kexec, swap, …) is not named and therefore refused.</para>
/// <para>Known limit, the same as Docker's: 32-bit programs reach sockets through socketcall(2) too, whose arguments stand behind a
/// pointer and cannot be judged.</para>
/// </remarks>
public static partial class DefaultSeccompProfile
{
    private const string Allow = "SCMP_ACT_ALLOW";
    private const string Errno = "SCMP_ACT_ERRNO";
    private const uint EPERM = 1;
    private const uint ENOSYS = 38;

    /// <summary>
    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (clone(2)). clone(2) cannot ask for a time namespace: its bit is
    /// part of the exit signal there.
    /// </summary>
    private const ulong NewNamespaces = 0x0002_0000 | 0x0200_0000 | 0x0400_0000 | 0x0800_0000 | 0x1000_0000 | 0x2000_0000 | 0x4000_0000;

    /// <summary>AF_ALG and AF_VSOCK (linux/socket.h).</summary>
    private const ulong AF_ALG = 38, AF_VSOCK = 40;

    /// <summary>AF_MCTP, the last family as of Linux 6.19.</summary>
    private const ulong LastFamily = 45;

    /// <summary>Tracing across a filter was a way around it before this version (seccomp(2), NOTES).</summary>
    private static readonly Version SafePtrace = new(4, 8);

    /// <summary>The profile for a process.</summary>
    /// <param name="bounding">The process's bounding set: what it can have at most.</param>
    /// <param name="kernel">The running kernel's version.</param>
    public static SeccompSpec ForCapabilities(CapabilitySet bounding, Version kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        List<SeccompRule> rules =
        [
            Rule(Files), Rule(ExtendedAttributes), Rule(Descriptors), Rule(Waiting), Rule(Sockets), Rule(Memory), Rule(Processes),
            Rule(Identity), Rule(Signals), Rule(Time), Rule(Scheduling), Rule(InterProcess), Rule(SystemInformation), Rule(X86),
            .. SocketFamilies(),
            .. Personalities(),
        ];
        if (kernel >= SafePtrace)
        {
            rules.Add(Rule(Tracing));
        }

        AddPrivileged(rules, bounding);
        AddNewProcesses(rules, bounding);
        return new SeccompSpec
        {
            DefaultAction = Errno,
            DefaultErrnoRet = EPERM,
            Architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
            Syscalls = rules,
        };
    }

    private static void AddPrivileged(List<SeccompRule> rules, CapabilitySet bounding)
    {
        AddFor(Capability.CAP_SYS_ADMIN, Administration);
        AddFor(Capability.CAP_DAC_READ_SEARCH, ["open_by_handle_at"]);
        AddFor(Capability.CAP_SYS_BOOT, ["reboot"]);
        AddFor(Capability.CAP_SYS_CHROOT, ["chroot"]);
        AddFor(Capability.CAP_SYS_MODULE, ["init_module", "finit_module", "delete_module"]);
        AddFor(Capability.CAP_SYS_PACCT, ["acct"]);
        AddFor(Capability.CAP_SYS_PTRACE, [.. Tracing, "kcmp", "pidfd_getfd", "process_madvise"]);
        AddFor(Capability.CAP_SYS_RAWIO, ["iopl", "ioperm"]);
        AddFor(Capability.CAP_SYS_TIME, ["settimeofday", "stime", "clock_settime", "clock_settime64"]);
        AddFor(Capability.CAP_SYS_TTY_CONFIG, ["vhangup"]);
        AddFor(Capability.CAP_SYS_NICE, ["get_mempolicy", "set_mempolicy", "set_mempolicy_home_node", "mbind"]);
        AddFor(Capability.CAP_SYSLOG, ["syslog"]);
        AddFor(Capability.CAP_BPF, ["bpf"]);
        AddFor(Capability.CAP_PERFMON, ["perf_event_open"]);

        void AddFor(Capability capability, string[] names)
        {
            if (bounding.Has(capability))
            {
                rules.Add(Rule(names));
            }
        }
    }

    private static void AddNewProcesses(List<SeccompRule> rules, CapabilitySet bounding)
    {
        if (bounding.Has(Capability.CAP_SYS_ADMIN))
        {
            rules.Add(Rule(["clone", "clone3"]));
            return;
        }

        // Threads and processes, but no namespaces: a user namespace would open much of the kernel to whoever makes one.
        rules.Add(Rule(["clone"], new SeccompArg(0, NewNamespaces, 0, "SCMP_CMP_MASKED_EQ")));

        // clone3(2) has its flags behind a pointer, where no filter can see them. C libraries go back to clone on ENOSYS.
        rules.Add(new SeccompRule { Names = ["clone3"], Action = Errno, ErrnoRet = ENOSYS });
    }

    /// <summary>
    /// All families but AF_ALG, an interface to the kernel's cryptography that nobody needs and that CVE-2026-31431 went through, and AF_VSOCK,
    /// which leads to the host and to other virtual machines whatever the network namespace.
    /// </summary>
    /// <remarks>
    /// Whole 64-bit values are allowed rather than refused ones excluded: the kernel looks at the lower half alone, so that
    /// "not 40" would let 2^32 + 40 through.
    /// </remarks>
    private static IEnumerable<SeccompRule> SocketFamilies()
    {
        yield return Rule(["socket"], new SeccompArg(0, AF_ALG, 0, "SCMP_CMP_LT"));
        for (ulong family = AF_ALG + 1; family <= LastFamily; family++)
        {
            if (family != AF_VSOCK)
            {
                yield return Rule(["socket"], new SeccompArg(0, family, 0, "SCMP_CMP_EQ"));
            }
        }
    }

    /// <summary>PER_LINUX and PER_LINUX32, each also with UNAME26, and the question for the current one (personality(2)).</summary>
    private static IEnumerable<SeccompRule> Personalities()
    {
        foreach (ulong personality in (ulong[])[0, 0x0008, 0x2_0000, 0x2_0008, 0xffff_ffff])
        {
            yield return Rule(["personality"], new SeccompArg(0, personality, 0, "SCMP_CMP_EQ"));
        }
    }

    private static SeccompRule Rule(string[] names, params SeccompArg[] args) => new() { Names = names, Action = Allow, Args = args };
}
