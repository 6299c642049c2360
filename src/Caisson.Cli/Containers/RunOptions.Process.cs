using Caisson.Cli.Arguments;
using Caisson.Mounts;
using Caisson.Processes;
using Caisson.Users;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private static void AddProcess(OptionTable<RunRequest> table) => table
        .Group("Process")
        .Value("entrypoint", null, "PROGRAM", "Replace the image's entrypoint; empty removes it", (r, v) => r.Spec = r.Spec with { Entrypoint = v.Length == 0 ? [] : [v] })
        .List("env", 'e', "NAME[=VALUE]", "Set a variable; without a value, take the caller's", (r, v) =>
            r.Spec = r.Spec with { Environment = [.. r.Spec.Environment, EnvironmentSyntax.Parse(v, r.Caller.Variable)] })
        .List("env-file", null, "FILE", "Set the variables of a file, one a line", (r, v) =>
            r.Spec = r.Spec with { Environment = [.. r.Spec.Environment, .. EnvironmentSyntax.ParseFile(r.Caller.ReadText(v), v, r.Caller.Variable)] })
        .Value("workdir", 'w', "DIR", "The directory to start in; made when missing", (r, v) =>
            r.Spec = r.Spec with { WorkingDirectory = AbsolutePath.Parse("working directory", v) })
        .Value("user", 'u', "USER[:GROUP]", "The user, by name or id", (r, v) => r.Spec = r.Spec with { User = User(v) })
        .List("group-add", null, "GROUP", "Add a supplementary group, by name or id", (r, v) =>
            r.Spec = r.Spec with { AdditionalGroups = [.. r.Spec.AdditionalGroups, Group(v)] })
        .Flag("interactive", 'i', "Keep standard input open", (r, on) => r.Spec = r.Spec with { OpenStdin = on })
        .Flag("tty", 't', "Give the process a terminal", (r, on) => r.Spec = r.Spec with { Terminal = on })
        .Flag("init", null, "Run a supervisor as PID 1 that forwards signals and reaps", (r, on) => r.Spec = r.Spec with { Init = on })
        .Value("stop-signal", null, "SIGNAL", "The signal that asks the process to stop", (r, v) => r.Spec = r.Spec with { StopSignal = Signal.Parse(v) })
        .Value("stop-timeout", null, "DURATION", "How long to wait after it; -1 is for ever", (r, v) =>
            r.Spec = r.Spec with { StopTimeout = Duration.ParseOrForever(v) });

    /// <summary>Checks a user's grammar; the names are looked up in the container.</summary>
    internal static string User(string text)
    {
        UserRequest.Parse(text);
        return text;
    }

    // Groups are looked up as the group of a user is.
    private static string Group(string text)
    {
        UserRequest.Parse(":" + text);
        return text.Length > 0 ? text : throw new FormatException("the group is empty");
    }
}
