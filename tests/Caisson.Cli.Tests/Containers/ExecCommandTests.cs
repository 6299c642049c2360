using Caisson.Cli.Arguments;
using Caisson.Cli.Containers;

namespace Caisson.Cli.Tests.Containers;

public sealed class ExecCommandTests
{
    [Fact]
    public void Exec_takes_Dockers_options_and_leaves_the_command_alone()
    {
        var request = new ExecRequest { Caller = new Caller(_ => null, () => "/", _ => "F=1\n") };
        ParsedArguments parsed = ArgumentParser.Parse(
            ExecCommand.Table(), request, ["-it", "-e", "A=1", "--env-file", "x", "-w", "/tmp", "-u", "1:2", "--privileged", "web", "ls", "-d", "--", "-u"], stopAtFirstArgument: true);
        Assert.Equal(["web", "ls", "-d", "--", "-u"], parsed.Arguments);
        Assert.True(request.Interactive && request.Terminal && request.Privileged);
        Assert.Equal(["A=1", "F=1"], request.Environment);
        Assert.Equal(("/tmp", "1:2"), (request.WorkingDirectory, request.User));
    }

    [Theory]
    [InlineData("-d", "--detach: ")]
    [InlineData("--detach-keys=x", "--detach-keys: ")]
    [InlineData("--workdir=x", "--workdir: invalid working directory")]
    public void Exec_refuses_by_name(string word, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<CommandLineException>(() => ArgumentParser.Parse(ExecCommand.Table(), new ExecRequest(), [word, "web", "ls"], stopAtFirstArgument: true)).Message,
            StringComparison.Ordinal);
}
