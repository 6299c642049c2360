using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;

namespace Caisson.Cli.Host;

/// <summary><c>caisson help [COMMAND]</c>.</summary>
internal static class HelpCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<HelpRequest>
    {
        Name = "help",
        Usage = "[COMMAND]",
        Summary = "Show help for a command",
        MaximumArguments = 2,
        Options = new OptionTable<HelpRequest>(),
        Execute = static (_, arguments, context) => Execute(arguments, context),
    };

    private static int Execute(IReadOnlyList<string> arguments, CommandContext context)
    {
        string name = string.Join(' ', arguments);
        if (name.Length == 0)
        {
            HelpText.WriteOverview(context.Output);
        }
        else if (CommandCatalog.IsNoun(name))
        {
            HelpText.WriteNoun(context.Output, name);
        }
        else
        {
            HelpText.WriteCommand(
                context.Output, CommandCatalog.Find(name) ?? throw new CommandLineException($"unknown command: {name}", UsageError.Arguments));
        }

        return ExitCodes.Success;
    }
}
