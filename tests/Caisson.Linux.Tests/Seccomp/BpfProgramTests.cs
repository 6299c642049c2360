using Caisson.Linux.Seccomp;

namespace Caisson.Linux.Tests.Seccomp;

public sealed class BpfProgramTests
{
    [Fact]
    public void Instructions_are_laid_out_as_the_kernel_reads_them()
    {
        BpfProgram program = new([new(Bpf.JMP_JEQ_K, 2, 3, 0xc000003e), new(Bpf.RET_K, 0, 0, SeccompConstants.SECCOMP_RET_ALLOW)]);

        Assert.Equal([0x15, 0, 2, 3, 0x3e, 0, 0, 0xc0, 0x06, 0, 0, 0, 0, 0, 0xff, 0x7f], program.Bytes.ToArray());
        Assert.Equal(2, program.Length);
    }

    [Fact]
    public void A_program_does_not_change_with_what_it_was_made_from()
    {
        SockFilter[] source = [new(Bpf.RET_K, 0, 0, 1)];
        BpfProgram program = new(source);
        source[0] = default;

        Assert.Equal(1u, program.Instructions[0].K);
    }
}
