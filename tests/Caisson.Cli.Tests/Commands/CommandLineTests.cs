using System.Text;
using Caisson.Cli.Commands;

namespace Caisson.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("--log-level debug --version")]
    public void Version_is_one_line(string words) => Assert.Equal((0, "caisson version 0.1.0\n", ""), Run(words));

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Help_lists_the_commands(string words)
    {
        (int code, string output, string error) = Run(words);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Usage:  caisson [OPTIONS] COMMAND\n", output, StringComparison.Ordinal);
        Assert.All(CommandCatalog.Groups.SelectMany(group => group.Names), name => Assert.Contains($"\n  {name} ", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("foo", 1, "caisson: unknown command: foo; run 'caisson --help' for the commands")]
    [InlineData("verison", 1, "caisson: unknown command: verison, did you mean version?; run 'caisson --help' for the commands")]
    [InlineData("image foo", 1, "caisson: unknown command: image foo; run 'caisson --help' for the commands")]
    [InlineData("start x", 1, "caisson: start: not available yet in this version")]
    [InlineData("container start x", 1, "caisson: container start: not available yet in this version")]
    [InlineData("network create x", 1, "caisson: network create: not available yet in this version")]
    [InlineData("--foo ps", 125, "caisson: unknown flag --foo; run 'caisson --help' for usage")]
    [InlineData("--root", 125, "caisson: --root needs a value; run 'caisson --help' for usage")]
    [InlineData("--log-level loud version", 125, "caisson: --log-level: 'loud' is not a level: use debug, info, warn, error or fatal")]
    [InlineData("--log-format xml version", 125, "caisson: --log-format: 'xml' is not a format: use text or json")]
    [InlineData("version --foo", 125, "caisson: version: unknown flag --foo; run 'caisson version --help' for usage")]
    [InlineData("version x", 1, "caisson: version: takes no arguments; run 'caisson version --help' for usage")]
    [InlineData("version --format {{.Foo}}", 1, "caisson: version: template: there is no field Foo")]
    [InlineData("run --foo x", 125, "caisson: run: unknown flag --foo; run 'caisson run --help' for usage")]
    [InlineData("run --gpus all x", 125, "caisson: run: --gpus: not supported: there is no CDI (Container Device Interface) in this version; name the devices with --device")]
    [InlineData("container run --restart always x", 125, "caisson: run: --restart \"always\": only no is available in this version; run the container again when it ended")]
    [InlineData("run -d", 125, "caisson: run: the image's name is missing; --rootfs DIR runs without one")]
    [InlineData("exec web", 125, "caisson: exec: needs at least 2 arguments: exec [OPTIONS] CONTAINER COMMAND [ARG...]; run 'caisson exec --help' for usage")]
    [InlineData("rm", 1, "caisson: rm: needs at least 1 argument: rm [OPTIONS] CONTAINER [CONTAINER...]; run 'caisson rm --help' for usage")]
    [InlineData("kill -s NOPE x", 125, "caisson: kill: --signal: ")]
    [InlineData("import -", 1, "caisson: import: -: only files and directories can be imported in this version")]
    [InlineData("help foo", 1, "caisson: help: unknown command: foo; run 'caisson help --help' for usage")]
    public void A_mistake_is_one_line_and_an_exit_code(string words, int code, string message) 
    {
        (int actual, string output, string error) = Run(words);
        Assert.Equal((code, ""), (actual, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_are_json_when_asked()
    {
        (int code, _, string error) = Run("--log-format json foo");
        Assert.Equal(1, code);
        Assert.Contains("\"level\":\"error\",\"msg\":\"unknown command: foo", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_variable_is_an_unset_one() =>
        Assert.Equal(0, CommandLine.Run(["version"], name => name is "CAISSON_ROOT" ? "" : null, new MemoryStream(), new MemoryStream(), TimeProvider.System));

    [Fact]
    public void Every_command_has_a_table_and_help_in_one_line()
    {
        foreach (string name in CommandCatalog.Names)
        {
            Command command = CommandCatalog.Find(name) ?? throw new InvalidOperationException(name);
            Assert.False(string.IsNullOrEmpty(command.Summary));
            Assert.DoesNotContain('\n', command.Summary);
            Assert.All(command.Aliases, alias => Assert.Equal(command.Name, CommandCatalog.Find(alias)!.Name));
            Assert.All(command.OptionRows, option => Assert.False(string.IsNullOrEmpty(option.Help)));
            (int code, string output, string error) = Run(name + " --help");
            Assert.Equal((0, ""), (code, error));
            Assert.StartsWith($"Usage:  caisson {command.Name}", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_is_grouped_and_names_what_is_refused() =>
        Assert.Equal(
            """
            Usage:  caisson exec [OPTIONS] CONTAINER COMMAND [ARG...]

            Run a program in a running container

            Aliases: caisson container exec

            Options:
              -i, --interactive         Pass standard input
              -t, --tty                 Give the program a terminal
              -e, --env NAME[=VALUE]    Set a variable; without a value, take the caller's
                  --env-file FILE       Set the variables of a file, one a line
              -w, --workdir DIR         The directory to start in
              -u, --user USER[:GROUP]   The user, by name or id
                  --privileged          All capabilities, no seccomp filter

            Known and refused; each says why:
              --detach --detach-keys

            """.ReplaceLineEndings("\n"), Run("exec --help").Output);

    [Fact]
    public void No_planned_command_exists_already() => Assert.All(CommandCatalog.Planned, name => Assert.Null(CommandCatalog.Find(name)));

    [Fact]
    public void A_failing_output_is_an_error_and_not_success()
    {
        using var error = new MemoryStream();
        int code = CommandLine.Run(["version"], _ => null, new FullDisk(), error, TimeProvider.System);
        Assert.Equal(1, code);
        Assert.Contains("ENOSPC", Encoding.UTF8.GetString(error.ToArray()), StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string words)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        int code = CommandLine.Run(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), _ => null, output, error, TimeProvider.System);
        return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) =>
            throw new Caisson.Linux.LinuxException("write", "standard output", Caisson.Linux.Errno.ENOSPC);
    }
}
