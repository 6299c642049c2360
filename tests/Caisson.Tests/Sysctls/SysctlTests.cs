using Caisson.Namespaces;
using Caisson.Sysctls;

namespace Caisson.Tests.Sysctls;

public class SysctlTests
{
    [Theory]
    [InlineData("net.core.somaxconn=1024", "net.core.somaxconn", "1024")]
    [InlineData("net.ipv4.ip_local_port_range=1024 65000", "net.ipv4.ip_local_port_range", "1024 65000")]
    [InlineData("kernel.shmmax=1", "kernel.shmmax", "1")]
    [InlineData("fs.mqueue.msg_max=", "fs.mqueue.msg_max", "")]
    public void A_parameter_of_a_namespace_is_taken(string text, string name, string value) =>
        Assert.Equal(KeyValuePair.Create(name, value), Sysctl.Parse(text));

    [Theory]
    [InlineData("net.core", "invalid sysctl \"net.core\": allowed is NAME=VALUE, as net.core.somaxconn=1024")]
    [InlineData("=1", "invalid sysctl \"=1\": allowed is NAME=VALUE, as net.core.somaxconn=1024")]
    [InlineData("vm.swappiness=1", "sysctl vm.swappiness belongs to no namespace and would change the host")]
    [InlineData("kernel.core_pattern=|/x", "sysctl kernel.core_pattern belongs to no namespace and would change the host")]
    [InlineData("kernel.shmmaxx=1", "sysctl kernel.shmmaxx belongs to no namespace and would change the host")]
    [InlineData("netx.a=1", "sysctl netx.a belongs to no namespace and would change the host")]
    [InlineData("kernel.hostname=x", "sysctl kernel.hostname is set with --hostname")]
    [InlineData("kernel.domainname=x", "sysctl kernel.domainname is set with --domainname")]
    [InlineData("net..x=1", "invalid sysctl name \"net..x\": a part between dots is empty")]
    [InlineData("net.=1", "invalid sysctl name \"net.\": a part between dots is empty")]
    [InlineData("net.x/../../kernel/core_pattern=1", "invalid sysctl name \"net.x/../../kernel/core_pattern\": a part between dots is empty")]
    [InlineData("net/core/somaxconn=1", "invalid sysctl name \"net/core/somaxconn\": allowed are letters, digits, '_', '-' and dots")]
    [InlineData("net.x=1\n2", "invalid sysctl \"net.x\": the value must be one line")]
    public void Other_parameters_are_refused(string text, string message) => Assert.Equal(message, Refusal.Of(() => Sysctl.Parse(text)));

    [Fact]
    public void A_parameter_of_a_shared_namespace_is_refused()
    {
        NamespaceOptions shared = new() { Network = NamespaceMode.Host, Ipc = NamespaceMode.OfContainer("x") };
        Assert.Equal("sysctl net.core.somaxconn needs a private network namespace, not --network host", Refusal.Of(() => Sysctl.Check("net.core.somaxconn", shared)));
        Assert.Equal("sysctl kernel.sem needs a private ipc namespace, not --ipc container:x", Refusal.Of(() => Sysctl.Check("kernel.sem", shared)));
        Sysctl.Check("net.core.somaxconn", NamespaceOptions.Default);
        Sysctl.Check("kernel.sem", NamespaceOptions.Default);
    }
}
