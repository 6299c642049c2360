using Caisson.Linux.Seccomp;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Seccomp;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Runtime.Tests.Seccomp;

public sealed class SeccompCompilerTests
{
    private const uint Allow = 0x7fff0000, Eperm = 0x00050001, Enosys = 0x00050026, KillProcess = 0x80000000;

    [Fact]
    public void Every_filter_decides_as_its_specification_says() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            SeccompSpecGenerator generator = new(seed);
            SeccompSpec spec = generator.Next();
            SpecEvaluator evaluator = new(spec);
            BpfProgram program = SeccompCompiler.Compile(spec).Program;
            foreach (SyscallArchitecture architecture in Enum.GetValues<SyscallArchitecture>())
            {
                for (uint number = 0; number < 560; number++)
                {
                    Check(evaluator, program, Call.Of(number, architecture, generator.NextArgs()));
                }
            }

            foreach (uint number in (uint[])[0x3fffffff, 0x40000000 + 5000, 0x7fffffff, 0x80000000, uint.MaxValue])
            {
                Check(evaluator, program, new Call(Call.X86_64, number, new ulong[6]));
                Check(evaluator, program, new Call(Call.I386, number, new ulong[6]));
                Check(evaluator, program, new Call(0xc00000b7, number, new ulong[6]));
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_comparison_is_exact_at_its_edges()
    {
        ulong[] values = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x1ffffffff, 0xffffffff00000000, ulong.MaxValue];
        foreach (string op in (string[])["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"])
        {
            foreach (ulong value in values)
            {
                foreach (ulong two in values)
                {
                    SeccompSpec spec = Spec(new SeccompRule { Names = ["socket"], Action = "SCMP_ACT_ALLOW", Args = [new(2, value, two, $"SCMP_CMP_{op}")] });
                    SpecEvaluator evaluator = new(spec);
                    BpfProgram program = SeccompCompiler.Compile(spec).Program;
                    foreach (ulong actual in values)
                    {
                        Check(evaluator, program, Call.Of("socket", SyscallArchitecture.X86_64, 7, 7, actual));
                        Check(evaluator, program, Call.Of("socket", SyscallArchitecture.X86, 7, 7, actual));
                    }
                }
            }
        }
    }

    [Fact]
    public void An_empty_allow_list_is_this_program()
    {
        BpfProgram program = SeccompCompiler.Compile(new SeccompSpec { DefaultAction = "SCMP_ACT_ERRNO" }).Program;

        Assert.Equal(
            [
                new(Bpf.LD_W_ABS, 0, 0, 4),
                new(Bpf.JMP_JEQ_K, 0, 4, 0xc000003e),
                new(Bpf.LD_W_ABS, 0, 0, 0),
                new(Bpf.JMP_JGE_K, 0, 1, 0x40000000),
                new(Bpf.JMP_JEQ_K, 0, 1, uint.MaxValue),
                new(Bpf.RET_K, 0, 0, Enosys),
                new(Bpf.RET_K, 0, 0, KillProcess),
            ],
            program.Instructions.ToArray());
    }

    [Fact]
    public void Calls_newer_than_the_profile_do_not_exist_for_the_program()
    {
        BpfProgram program = SeccompCompiler.Compile(Spec(new SeccompRule { Names = ["openat2"], Action = "SCMP_ACT_ALLOW" })).Program;

        Assert.Equal(Eperm, BpfInterpreter.Run(program, Call.Of("close_range", SyscallArchitecture.X86_64)));
        Assert.Equal(Allow, BpfInterpreter.Run(program, Call.Of("openat2", SyscallArchitecture.X86_64)));
        Assert.Equal(Enosys, BpfInterpreter.Run(program, Call.Of("pidfd_getfd", SyscallArchitecture.X86_64)));
    }

    [Fact]
    public void Long_chains_of_conditions_are_jumped_over()
    {
        SeccompRule[] rules = [.. Enumerable.Range(0, 400).Select(i => new SeccompRule
        {
            Names = ["ioctl", "fcntl"],
            Action = i % 2 == 0 ? "SCMP_ACT_ALLOW" : "SCMP_ACT_TRAP",
            Args = [new(1, (ulong)i << 20, 0, "SCMP_CMP_EQ")],
        })];
        SeccompSpec spec = Spec(rules);
        SpecEvaluator evaluator = new(spec);
        BpfProgram program = SeccompCompiler.Compile(spec).Program;

        Assert.InRange(program.Length, 3000, 4096);
        for (ulong i = 0; i < 401; i++)
        {
            Check(evaluator, program, Call.Of("ioctl", SyscallArchitecture.X86_64, 0, i << 20));
            Check(evaluator, program, Call.Of("fcntl", SyscallArchitecture.X86_64, 0, i << 20));
        }

        Check(evaluator, program, Call.Of("read", SyscallArchitecture.X86_64));
        Assert.Equal(KillProcess, BpfInterpreter.Run(program, Call.Of("read", SyscallArchitecture.X86)));
    }

    [Fact]
    public void A_filter_longer_than_the_kernel_takes_is_refused()
    {
        SeccompRule[] rules = [.. Enumerable.Range(0, 1100).Select(i => new SeccompRule
        {
            Names = ["ioctl"], Action = "SCMP_ACT_ALLOW", Args = [new(1, (ulong)i, 0, "SCMP_CMP_EQ")],
        })];

        Assert.Matches(@"^linux\.seccomp: the filter needs \d{4} instructions, more than the kernel takes \(4096\)$", Refusal(Spec(rules)));
    }

    [Fact]
    public void Names_of_other_machines_are_skipped_and_told()
    {
        SeccompFilter filter = SeccompCompiler.Compile(Spec(new SeccompRule { Names = ["read", "s390_runtime_instr", "swapcontext"], Action = "SCMP_ACT_ALLOW" }));

        Assert.Equal(["s390_runtime_instr", "swapcontext"], filter.SkippedNames);
        Assert.Equal(Allow, BpfInterpreter.Run(filter.Program, Call.Of("read", SyscallArchitecture.X86_64)));
    }

    [Theory]
    [InlineData(new[] { "SECCOMP_FILTER_FLAG_LOG" }, false, 2u)]
    [InlineData(new[] { "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW" }, false, 5u)]
    [InlineData(new[] { "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" }, false, 0u)]
    [InlineData(new[] { "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" }, true, 40u)]
    [InlineData(new[] { "SECCOMP_FILTER_FLAG_TSYNC" }, true, 25u)]
    public void Flags_become_bits(string[] flags, bool notify, uint bits)
    {
        SeccompFilter filter = SeccompCompiler.Compile(
            Spec(new SeccompRule { Names = ["mkdir"], Action = notify ? "SCMP_ACT_NOTIFY" : "SCMP_ACT_ALLOW" }) with { Flags = flags, ListenerPath = "/l" });

        Assert.Equal(bits, filter.Flags);
        Assert.Equal(notify, filter.NeedsListener);
    }

    [Fact]
    public void What_is_unknown_is_refused_with_its_place()
    {
        SeccompRule rule = new() { Names = ["read"], Action = "SCMP_ACT_ALLOW" };
        SeccompArg arg = new(0, 1, 0, "SCMP_CMP_EQ");

        Assert.Equal("linux.seccomp.defaultAction: ALLOW is no seccomp action", Refusal(Spec() with { DefaultAction = "ALLOW" }));
        Assert.Equal("linux.seccomp.defaultErrnoRet: SCMP_ACT_KILL takes no errno", Refusal(Spec() with { DefaultAction = "SCMP_ACT_KILL", DefaultErrnoRet = 1 }));
        Assert.Equal(
            "linux.seccomp.defaultAction: SCMP_ACT_NOTIFY cannot be the default: the agent could not be reached",
            Refusal(Spec() with { DefaultAction = "SCMP_ACT_NOTIFY" }));
        Assert.Equal("linux.seccomp.architectures[1]: SCMP_ARCH_VAX is no architecture", Refusal(Spec() with { Architectures = ["SCMP_ARCH_X86", "SCMP_ARCH_VAX"] }));
        Assert.Equal("linux.seccomp.flags[0]: LOG is no seccomp flag", Refusal(Spec() with { Flags = ["LOG"] }));
        Assert.Equal("linux.seccomp.syscalls[1].action: SCMP_ACT_NO is no seccomp action", Refusal(Spec(rule, rule with { Action = "SCMP_ACT_NO" })));
        Assert.Equal("linux.seccomp.syscalls[0].errnoRet: 4096 is out of range (0 to 4095)", Refusal(Spec(rule with { Action = "SCMP_ACT_ERRNO", ErrnoRet = 4096 })));
        Assert.Equal("linux.seccomp.syscalls[0].args[1].op: EQ is no comparison", Refusal(Spec(rule with { Args = [arg, arg with { Op = "EQ" }] })));
        Assert.Equal("linux.seccomp.syscalls[0].args[0].index: 6 is out of range (0 to 5)", Refusal(Spec(rule with { Args = [arg with { Index = 6 }] })));
        Assert.Equal("linux.seccomp.listenerPath: is missing, but SCMP_ACT_NOTIFY needs an agent", Refusal(Spec(rule with { Action = "SCMP_ACT_NOTIFY" })));
    }

    private static SeccompSpec Spec(params SeccompRule[] rules) => new() { DefaultAction = "SCMP_ACT_ERRNO", Syscalls = rules };

    private static string Refusal(SeccompSpec spec) => Assert.Throws<SpecException>(() => SeccompCompiler.Compile(spec)).Message;

    private static void Check(SpecEvaluator evaluator, BpfProgram program, Call call)
    {
        (uint expected, uint actual) = (evaluator.Evaluate(call), BpfInterpreter.Run(program, call));
        Assert.True(expected == actual, $"{call.Arch:x} {call.Number} ({string.Join(", ", call.Args)}): {actual:x}, expected {expected:x}");
    }
}
