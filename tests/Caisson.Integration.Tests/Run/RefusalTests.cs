using Caisson.Integration.Tests.Harness;

namespace Caisson.Integration.Tests.Run;

/// <summary>PRODUCT 0.2: nothing is silently ignored; the error names what was not understood, and no container is made.</summary>
public sealed class RefusalTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Theory]
    [InlineData("--no-such-flag", "--no-such-flag")]
    [InlineData("--cap-add=NO_SUCH_CAPABILITY", "NO_SUCH_CAPABILITY")]
    [InlineData("--cap-drop=NO_SUCH_CAPABILITY", "NO_SUCH_CAPABILITY")]
    [InlineData("--security-opt=no-such-option", "no-such-option")]
    [InlineData("--security-opt=seccomp=/no/such/profile.json", "/no/such/profile.json")]
    [InlineData("--network=no-such-network", "no-such-network")]
    [InlineData("--isolation=no-such-kind", "no-such-kind")]
    [InlineData("--memory=12parsecs", "12parsecs")]
    [InlineData("--cpus=-1", "-1")]
    [InlineData("--ulimit=no-such-limit=1", "no-such-limit")]
    [InlineData("--mount=type=bind,source=/,target=/host,no-such-option=1", "no-such-option")]
    [InlineData("--tmpfs=/t:no-such-option", "no-such-option")]
    [InlineData("--volume=/:/host:no-such-option", "no-such-option")]
    [InlineData("--volume=/no/such/../source:relative", "relative")]
    [InlineData("--sysctl=kernel.hostname=x", "kernel.hostname")]
    [InlineData("--name=../escape", "../escape")]
    [InlineData("--name=a/b", "a/b")]
    [InlineData("--gpus=all", "CDI")]
    [InlineData("--user=no-such-user", "no-such-user")]
    [InlineData("--device=/dev/no-such-device", "/dev/no-such-device")]
    [InlineData("--env-file=/no/such/file", "/no/such/file")]
    [InlineData("--platform=linux/no-such-cpu", "no-such-cpu")]
    public void Unknown_or_impossible_request_is_refused_by_name(string option, string named)
    {
        sandbox.Caisson("run", "--rm", option, Sandbox.Busybox, "true").Refused(named);
        Assert.Equal("", sandbox.Caisson("ps", "--all", "--quiet").Succeeded().Out);
    }

    [Fact]
    public void Name_with_a_newline_is_refused_in_one_line() =>
        sandbox.Caisson("run", "--rm", "--name", "a\nb", Sandbox.Busybox, "true").Refused();

    [Fact]
    public void Unknown_command_is_refused_by_name() => sandbox.Caisson("no-such-command").FailedWith(1, "no-such-command");
}
