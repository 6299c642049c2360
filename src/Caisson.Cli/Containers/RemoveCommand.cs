using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Containers;
using Caisson.Oci;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson rm CONTAINER...</c>.</summary>
internal static class RemoveCommand
{
    private const string Name = "rm";

    /// <summary>The command.</summary>
    public static Command Create() => new Command<RemoveRequest>
    {
        Name = Name,
        Usage = "[OPTIONS] CONTAINER [CONTAINER...]",
        Summary = "Remove containers and what they wrote",
        Aliases = ["container rm", "container remove"],
        MinimumArguments = 1,
        Options = new OptionTable<RemoveRequest>()
            .Flag("force", 'f', "Kill them first if they run", (r, on) => r.Force = on)

            // Containers have no anonymous volumes in this version: none is left behind.
            .Flag("volumes", 'v', "Remove their anonymous volumes too", static (_, _) => { })
            .Refused(OptionKind.Flag, "link", 'l', "containers are not linked in this version"),
        Execute = static (request, arguments, context) =>
        {
            using Engine engine = context.OpenEngine();
            return EachName.Do(Name, arguments, context, name =>
            {
                // With --force what is gone already is as good as removed, as in Docker.
                try
                {
                    Container? container = request.Force ? engine.TryFind(name) : engine.Find(name);
                    container?.Remove(request.Force);
                }
                catch (SpecException) when (request.Force)
                {
                    engine.RemoveDamaged(name);
                }

                context.Output.WriteLine(name);
            });
        },
    };
}
