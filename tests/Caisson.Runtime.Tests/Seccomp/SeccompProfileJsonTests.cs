using System.Text;
using Caisson.Linux.Capabilities;
using Caisson.Oci;
using Caisson.Oci.Runtime;
using Caisson.Runtime.Seccomp;

namespace Caisson.Runtime.Tests.Seccomp;

public sealed class SeccompProfileJsonTests
{
    private static readonly Version Kernel = new(5, 10);

    [Fact]
    public void A_profile_becomes_the_section_of_a_configuration()
    {
        SeccompSpec spec = Read("""
            {
              "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "flags": ["SECCOMP_FILTER_FLAG_LOG"],
              "listenerPath": "/run/agent.sock", "listenerMetadata": "m",
              "archMap": [
                {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]},
                {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
                {"architecture": "SCMP_ARCH_RISCV64", "subArchitectures": null}
              ],
              "syscalls": [
                {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW", "args": null, "comment": "", "includes": {}, "excludes": {}},
                {"name": "clone", "action": "SCMP_ACT_TRACE", "errnoRet": 7, "args": [{"index": 0, "value": 1, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"}]}
              ]
            }
            """);

        Assert.Equal(("SCMP_ACT_ERRNO", 38u, "/run/agent.sock", "m"), (spec.DefaultAction, spec.DefaultErrnoRet, spec.ListenerPath, spec.ListenerMetadata));
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], spec.Architectures);
        Assert.Equal(["SECCOMP_FILTER_FLAG_LOG"], spec.Flags);
        Assert.Equal(["read", "write"], spec.Syscalls[0].Names);
        Assert.Equal(["clone"], spec.Syscalls[1].Names);
        Assert.Equal(7u, spec.Syscalls[1].ErrnoRet);
        Assert.Equal([new SeccompArg(0, 1, 2, "SCMP_CMP_MASKED_EQ")], spec.Syscalls[1].Args);
    }

    [Theory]
    [InlineData("\"includes\":{\"caps\":[\"CAP_KILL\"]}", true)]
    [InlineData("\"includes\":{\"caps\":[\"CAP_KILL\",\"CAP_CHOWN\"]}", false)]
    [InlineData("\"excludes\":{\"caps\":[\"CAP_CHOWN\"]}", true)]
    [InlineData("\"excludes\":{\"caps\":[\"CAP_CHOWN\",\"CAP_KILL\"]}", false)]
    [InlineData("\"includes\":{\"arches\":[\"arm64\",\"amd64\"]}", true)]
    [InlineData("\"includes\":{\"arches\":[\"x86\",\"x32\"]}", false)]
    [InlineData("\"excludes\":{\"arches\":[\"s390x\"]}", true)]
    [InlineData("\"excludes\":{\"arches\":[\"amd64\"]}", false)]
    [InlineData("\"includes\":{\"minKernel\":\"4.8\"}", true)]
    [InlineData("\"includes\":{\"minKernel\":\"5.10\"}", true)]
    [InlineData("\"includes\":{\"minKernel\":\"5.11\"}", false)]
    [InlineData("\"excludes\":{\"minKernel\":\"5.9\"}", false)]
    [InlineData("\"includes\":{\"minKernel\":\"4.8\",\"caps\":[\"CAP_CHOWN\"]}", false)]
    [InlineData("\"includes\":{\"caps\":[\"CAP_KILL\"]},\"excludes\":{\"minKernel\":\"4.8\"}", false)]
    public void A_rule_applies_under_its_conditions(string conditions, bool applies) =>
        Assert.Equal(applies ? 1 : 0, Read($$$"""{"defaultAction":"a","syscalls":[{"names":["read"],"action":"b",{{{conditions}}}}]}""").Syscalls.Count);

    [Theory]
    [InlineData("{}", "seccomp profile: defaultAction is missing")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"action\":\"b\"}]}", "syscalls[0]: names is missing")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"names\":[\"x\"]}]}", "syscalls[0]: action is missing")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"name\":\"x\",\"names\":[\"y\"],\"action\":\"b\"}]}", "syscalls[0]: has both name and names")]
    [InlineData("{\"defaultAction\":\"a\",\"architectures\":[\"x\"],\"archMap\":[{}]}", "archMap: cannot stand beside architectures")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"names\":[\"x\"],\"action\":\"b\",\"exclude\":{}}]}", "syscalls[0].exclude: is no member of a seccomp profile")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"names\":[\"x\"],\"action\":\"b\",\"includes\":{\"caps\":[\"CAP_FLY\"]}}]}", "syscalls[0].includes.caps[0]: is no capability")]
    [InlineData("{\"defaultAction\":\"a\",\"syscalls\":[{\"names\":[\"x\"],\"action\":\"b\",\"includes\":{\"minKernel\":\"4\"}}]}", "syscalls[0].includes.minKernel: expected a version such as 4.8")]
    public void What_does_not_follow_the_format_is_refused(string json, string message) =>
        Assert.Equal(message, Assert.Throws<SpecException>(() => Read(json)).Message);

    private static SeccompSpec Read(string json) =>
        SeccompProfileJson.Read(Encoding.UTF8.GetBytes(json), CapabilitySet.Of(Capability.CAP_KILL), Kernel);
}
