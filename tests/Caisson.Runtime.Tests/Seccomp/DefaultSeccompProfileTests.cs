using Caisson.Linux.Capabilities;
using Caisson.Linux.Seccomp;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Seccomp;
using static Caisson.Linux.Capabilities.Capability;

namespace Caisson.Runtime.Tests.Seccomp;

public sealed class DefaultSeccompProfileTests
{
    private const uint Allow = 0x7fff0000, Eperm = 0x00050001, Enosys = 0x00050026, KillProcess = 0x80000000;
    private static readonly Version Kernel = new(6, 1);

    private static readonly CapabilitySet Docker = CapabilitySet.Of(
        CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD, CAP_NET_RAW, CAP_SETGID, CAP_SETUID, CAP_SETFCAP, CAP_SETPCAP,
        CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL, CAP_AUDIT_WRITE);

    [Theory]
    [InlineData("read", Allow)]
    [InlineData("execve", Allow)]
    [InlineData("ptrace", Allow)]
    [InlineData("process_vm_readv", Allow)]
    [InlineData("chroot", Allow)]
    [InlineData("seccomp", Allow)]
    [InlineData("removexattrat", Allow)]
    [InlineData("mount", Eperm)]
    [InlineData("umount2", Eperm)]
    [InlineData("pivot_root", Eperm)]
    [InlineData("unshare", Eperm)]
    [InlineData("setns", Eperm)]
    [InlineData("bpf", Eperm)]
    [InlineData("keyctl", Eperm)]
    [InlineData("add_key", Eperm)]
    [InlineData("request_key", Eperm)]
    [InlineData("userfaultfd", Eperm)]
    [InlineData("io_uring_setup", Eperm)]
    [InlineData("io_uring_enter", Eperm)]
    [InlineData("io_uring_register", Eperm)]
    [InlineData("perf_event_open", Eperm)]
    [InlineData("open_by_handle_at", Eperm)]
    [InlineData("kexec_load", Eperm)]
    [InlineData("init_module", Eperm)]
    [InlineData("settimeofday", Eperm)]
    [InlineData("reboot", Eperm)]
    [InlineData("swapon", Eperm)]
    [InlineData("syslog", Eperm)]
    [InlineData("pidfd_getfd", Eperm)]
    [InlineData("clone3", Enosys)]
    [InlineData("open_tree_attr", Enosys)]
    [InlineData("listns", Enosys)]
    public void A_default_container_gets_this_answer(string name, uint answer) => Assert.Equal(answer, Run(Docker, name));

    [Theory]
    [InlineData(0ul, Allow)]
    [InlineData(0x3d0f00ul, Allow)]
    [InlineData(0x0002_0000ul, Eperm)]
    [InlineData(0x0200_0000ul, Eperm)]
    [InlineData(0x0400_0000ul, Eperm)]
    [InlineData(0x0800_0000ul, Eperm)]
    [InlineData(0x1000_0011ul, Eperm)]
    [InlineData(0x2000_0000ul, Eperm)]
    [InlineData(0x4000_0000ul, Eperm)]
    public void Clone_makes_threads_and_processes_but_no_namespaces(ulong flags, uint answer)
    {
        Assert.Equal(answer, Run(Docker, "clone", flags));
        Assert.Equal(Allow, Run(Docker.With(CAP_SYS_ADMIN), "clone", flags));
    }

    [Theory]
    [InlineData(0ul, Allow)]
    [InlineData(8ul, Allow)]
    [InlineData(0x20000ul, Allow)]
    [InlineData(0x20008ul, Allow)]
    [InlineData(0xfffffffful, Allow)]
    [InlineData(0x0040000ul, Eperm)]
    [InlineData(ulong.MaxValue, Eperm)]
    public void Personality_keeps_address_randomisation(ulong personality, uint answer) => Assert.Equal(answer, Run(Docker, "personality", personality));

    [Theory]
    [InlineData(1ul, Allow)]
    [InlineData(2ul, Allow)]
    [InlineData(10ul, Allow)]
    [InlineData(16ul, Allow)]
    [InlineData(17ul, Allow)]
    [InlineData(38ul, Eperm)]
    [InlineData(39ul, Allow)]
    [InlineData(40ul, Eperm)]
    [InlineData(44ul, Allow)]
    [InlineData((1ul << 32) + 38, Eperm)]
    [InlineData((1ul << 32) + 40, Eperm)]
    public void Socket_families_that_lead_out_or_into_the_kernel_are_refused(ulong family, uint answer) => Assert.Equal(answer, Run(Docker, "socket", family));

    [Theory]
    [InlineData(CAP_SYS_ADMIN, "mount")]
    [InlineData(CAP_SYS_ADMIN, "unshare")]
    [InlineData(CAP_SYS_ADMIN, "clone3")]
    [InlineData(CAP_SYS_ADMIN, "bpf")]
    [InlineData(CAP_SYS_CHROOT, "chroot")]
    [InlineData(CAP_SYS_PTRACE, "pidfd_getfd")]
    [InlineData(CAP_SYS_PTRACE, "kcmp")]
    [InlineData(CAP_SYS_TIME, "settimeofday")]
    [InlineData(CAP_SYS_TIME, "clock_settime")]
    [InlineData(CAP_SYS_MODULE, "finit_module")]
    [InlineData(CAP_SYS_RAWIO, "iopl")]
    [InlineData(CAP_SYS_NICE, "mbind")]
    [InlineData(CAP_SYSLOG, "syslog")]
    [InlineData(CAP_SYS_TTY_CONFIG, "vhangup")]
    [InlineData(CAP_DAC_READ_SEARCH, "open_by_handle_at")]
    [InlineData(CAP_SYS_BOOT, "reboot")]
    [InlineData(CAP_SYS_PACCT, "acct")]
    [InlineData(CAP_BPF, "bpf")]
    [InlineData(CAP_PERFMON, "perf_event_open")]
    public void A_capability_opens_its_calls_and_only_it(Capability capability, string name)
    {
        Assert.Equal(Allow, Run(CapabilitySet.Of(capability), name));
        Assert.NotEqual(Allow, Run(CapabilitySet.Empty, name));
    }

    [Fact]
    public void Tracing_needs_a_kernel_that_filters_traced_calls()
    {
        BpfProgram old = Compile(Docker, new Version(4, 7));

        Assert.Equal(Eperm, BpfInterpreter.Run(old, Call.Of("ptrace", SyscallArchitecture.X86_64)));
        Assert.Equal(Allow, BpfInterpreter.Run(Compile(Docker, new Version(4, 8)), Call.Of("ptrace", SyscallArchitecture.X86_64)));
    }

    [Fact]
    public void Thirty_two_bit_and_x32_programs_are_held_to_the_same_rules()
    {
        BpfProgram program = Compile(Docker, Kernel);
        foreach (SyscallArchitecture architecture in (SyscallArchitecture[])[SyscallArchitecture.X86, SyscallArchitecture.X32])
        {
            Assert.Equal(Allow, BpfInterpreter.Run(program, Call.Of("execve", architecture)));
            Assert.Equal(Eperm, BpfInterpreter.Run(program, Call.Of("mount", architecture)));
            Assert.Equal(Enosys, BpfInterpreter.Run(program, Call.Of("clone3", architecture)));
            Assert.Equal(Eperm, BpfInterpreter.Run(program, Call.Of("clone", architecture, 0x10000000)));
            Assert.Equal(Eperm, BpfInterpreter.Run(program, Call.Of("socket", architecture, 38)));
        }

        Assert.Equal(Allow, BpfInterpreter.Run(program, Call.Of("waitpid", SyscallArchitecture.X86)));
        Assert.Equal(KillProcess, BpfInterpreter.Run(program, new Call(0xc00000b7, 0, new ulong[6])));
    }

    [Fact]
    public void Its_program_is_small_and_shallow()
    {
        BpfProgram program = Compile(Docker, Kernel);
        int deepest = 0;
        for (uint number = 0; number < 480; number++)
        {
            BpfInterpreter.Run(program, Call.Of(number, SyscallArchitecture.X86_64), out int steps);
            deepest = Math.Max(deepest, steps);
        }

        Assert.InRange(program.Length, 200, 600);
        Assert.InRange(deepest, 5, 32);
        Assert.InRange(Steps(program, "read"), 5, 13);
    }

    [Fact]
    public void Every_name_in_it_is_a_call_of_this_machine() =>
        Assert.Empty(SeccompCompiler.Compile(DefaultSeccompProfile.ForCapabilities(CapabilitySet.All, Kernel)).SkippedNames);

    [Fact]
    public void Its_program_decides_as_its_rules_say()
    {
        foreach (CapabilitySet set in (CapabilitySet[])[Docker, CapabilitySet.Empty, CapabilitySet.All])
        {
            SeccompSpec spec = DefaultSeccompProfile.ForCapabilities(set, Kernel);
            SpecEvaluator evaluator = new(spec);
            BpfProgram program = SeccompCompiler.Compile(spec).Program;
            foreach (SyscallArchitecture architecture in Enum.GetValues<SyscallArchitecture>())
            {
                for (uint number = 0; number < 560; number++)
                {
                    Call call = Call.Of(number, architecture, number % 46);
                    Assert.Equal(evaluator.Evaluate(call), BpfInterpreter.Run(program, call));
                }
            }
        }
    }

    private static BpfProgram Compile(CapabilitySet set, Version kernel) => SeccompCompiler.Compile(DefaultSeccompProfile.ForCapabilities(set, kernel)).Program;

    private static uint Run(CapabilitySet set, string name, params ulong[] args) =>
        BpfInterpreter.Run(Compile(set, Kernel), Call.Of(name, SyscallArchitecture.X86_64, args));

    private static int Steps(BpfProgram program, string name)
    {
        BpfInterpreter.Run(program, Call.Of(name, SyscallArchitecture.X86_64), out int steps);
        return steps;
    }
}
