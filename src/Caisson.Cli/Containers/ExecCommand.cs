using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Containers;
using Caisson.Linux.Events;
using Caisson.Mounts;
using Caisson.Processes;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson exec CONTAINER COMMAND</c>.</summary>
internal static class ExecCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<ExecRequest>
    {
        Name = "exec",
        Usage = "[OPTIONS] CONTAINER COMMAND [ARG...]",
        Summary = "Run a program in a running container",
        Aliases = ["container exec"],
        RunsProcess = true,
        MinimumArguments = 2,
        Options = Table(),
        Execute = Execute,
    };

    /// <summary>The options.</summary>
    public static OptionTable<ExecRequest> Table() => new OptionTable<ExecRequest>()
        .Flag("interactive", 'i', "Pass standard input", (r, on) => r.Interactive = on)
        .Flag("tty", 't', "Give the program a terminal", (r, on) => r.Terminal = on)
        .List("env", 'e', "NAME[=VALUE]", "Set a variable; without a value, take the caller's", (r, v) =>
            r.Environment.Add(EnvironmentSyntax.Parse(v, r.Caller.Variable)))
        .List("env-file", null, "FILE", "Set the variables of a file, one a line", (r, v) =>
            r.Environment.AddRange(EnvironmentSyntax.ParseFile(r.Caller.ReadText(v), v, r.Caller.Variable)))
        .Value("workdir", 'w', "DIR", "The directory to start in", (r, v) => r.WorkingDirectory = AbsolutePath.Parse("working directory", v))
        .Value("user", 'u', "USER[:GROUP]", "The user, by name or id", (r, v) => r.User = RunOptions.User(v))
        .Flag("privileged", null, "All capabilities, no seccomp filter", (r, on) => r.Privileged = on)
        .Refused(OptionKind.Flag, "detach", 'd', "not available in this version; let the program go to the background by itself")
        .Refused(OptionKind.Value, "detach-keys", null, "detaching is not available in this version");

    private static int Execute(ExecRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        OwnStreams.RequireTerminal(request.Interactive, request.Terminal);
        using Engine engine = context.OpenEngine();
        Container container = engine.Find(arguments[0]);
        using var signals = SignalReader.Block(ForwardedSignals.All);
        using ExecSession session = container.Exec(new ExecOptions
        {
            Arguments = [.. arguments.Skip(1)],
            Environment = request.Environment,
            WorkingDirectory = request.WorkingDirectory,
            User = request.User,
            Terminal = request.Terminal,
            Privileged = request.Privileged,
            Streams = OwnStreams.Open(request.Interactive, signals),
        });
        return session.Run();
    }
}
