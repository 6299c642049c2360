using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Processes;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson kill CONTAINER...</c>.</summary>
internal static class KillCommand
{
    private const string Name = "kill";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<KillRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] CONTAINER [CONTAINER...]",
        Summary = "Send a signal to running containers",
        Aliases = ["container kill"],
        MinimumArguments = 1,
        Options = new OptionTable<KillRequest>()
            .Value("signal", 's', "SIGNAL", "The signal, by name or number (KILL)", (r, v) => r.Signal = Signal.Parse(v)),
        Execute = static (request, arguments, context) =>
        {
            using Engine engine = context.OpenEngine();
            return EachName.Do(Name, arguments, context, name =>
            {
                engine.Find(name).Kill(request.Signal);
                context.Output.WriteLine(name);
            });
        },
    };
}
