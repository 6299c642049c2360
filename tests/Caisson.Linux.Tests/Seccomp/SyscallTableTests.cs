using System.Text.RegularExpressions;
using Caisson.Linux.Seccomp;

namespace Caisson.Linux.Tests.Seccomp;

public sealed partial class SyscallTableTests
{
    [Theory]
    [InlineData("read", 0, 3, 0)]
    [InlineData("_llseek", -1, 140, -1)]
    [InlineData("writev", 20, 146, 516)]
    [InlineData("execve", 59, 11, 520)]
    [InlineData("socketcall", -1, 102, -1)]
    [InlineData("clone3", 435, 435, 435)]
    [InlineData("uretprobe", 335, -1, 335)]
    [InlineData("mseal", 462, 462, 462)]
    [InlineData("removexattrat", 466, 466, 466)]
    [InlineData("file_setattr", 469, 469, 469)]
    [InlineData("listns", 470, 470, 470)]
    [InlineData("_sysctl", 156, 149, -1)]
    public void A_call_has_a_number_on_each_architecture(string name, int x86_64, int x86, int x32)
    {
        Assert.True(SyscallTable.TryFind(name, out SyscallNumbers numbers));
        Assert.Equal((x86_64, x86, x32), (numbers.X86_64, numbers.X86, numbers.X32));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("rea")]
    [InlineData("readx")]
    [InlineData("READ")]
    [InlineData("read 0 3")]
    [InlineData("\n")]
    [InlineData("zzz")]
    [InlineData("réad")]
    public void Anything_else_is_not_found(string name) => Assert.False(SyscallTable.TryFind(name, out _));

    [Fact]
    public void Every_number_leads_to_a_name_and_back()
    {
        int found = 0;
        foreach (SyscallArchitecture architecture in Enum.GetValues<SyscallArchitecture>())
        {
            for (int number = -1; number < SyscallTable.Limit + 10; number++)
            {
                if (SyscallTable.NameOf(number, architecture) is { } name)
                {
                    found++;
                    Assert.True(SyscallTable.TryFind(name, out SyscallNumbers numbers), name);
                    Assert.Equal(number, numbers.On(architecture));
                }
            }
        }

        Assert.Equal(384 + 460 + 373, found);
    }

    [Theory]
    [InlineData("unistd_64.h", SyscallArchitecture.X86_64)]
    [InlineData("unistd_32.h", SyscallArchitecture.X86)]
    [InlineData("unistd_x32.h", SyscallArchitecture.X32)]
    public void The_table_agrees_with_the_headers_of_the_machine(string header, SyscallArchitecture architecture)
    {
        string path = $"/usr/include/x86_64-linux-gnu/asm/{header}";
        Assert.SkipUnless(File.Exists(path), "the kernel's headers are not installed (linux-libc-dev)");
        MatchCollection definitions = Definition().Matches(File.ReadAllText(path));

        Assert.NotEmpty(definitions);
        foreach (Match definition in definitions)
        {
            Assert.True(SyscallTable.TryFind(definition.Groups["name"].Value, out SyscallNumbers numbers), definition.Value);
            Assert.Equal(definition.Groups["number"].Value, numbers.On(architecture).ToString());
        }
    }

    [GeneratedRegex(@"^#define __NR_(?<name>\w+) \(?(?:__X32_SYSCALL_BIT \+ )?(?<number>\d+)\)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Definition();
}
