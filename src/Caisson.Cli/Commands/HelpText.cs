using Caisson.Cli.Arguments;
using Caisson.Cli.Output;

namespace Caisson.Cli.Commands;

/// <summary>Help, made from the tables.</summary>
internal static class HelpText
{
    private const int LineWidth = 100;
    private const string Indent = "  ";

    /// <summary>What <c>caisson --help</c> prints.</summary>
    public static void WriteOverview(TextOutput output)
    {
        output.WriteLine("Usage:  caisson [OPTIONS] COMMAND");
        output.WriteLine("");
        output.WriteLine("A daemonless container engine");
        foreach ((string title, string[] names) in CommandCatalog.Groups)
        {
            WriteCommands(output, title, names);
        }

        WriteOptions(output, GlobalOptions.Table());
        output.WriteLine("");
        output.WriteLine("Run 'caisson COMMAND --help' for more on a command.");
    }

    /// <summary>What <c>caisson image --help</c> prints.</summary>
    public static void WriteNoun(TextOutput output, string noun)
    {
        output.WriteLine($"Usage:  caisson {noun} COMMAND");
        WriteCommands(output, "Commands", CommandCatalog.Verbs(noun).Select(verb => $"{noun} {verb}"));
        output.WriteLine("");
        output.WriteLine($"Run 'caisson {noun} COMMAND --help' for more on a command.");
    }

    /// <summary>What <c>caisson run --help</c> prints.</summary>
    public static void WriteCommand(TextOutput output, Command command)
    {
        output.WriteLine($"Usage:  caisson {command.Name} {command.Usage}".TrimEnd());
        output.WriteLine("");
        output.WriteLine(command.Summary);
        if (command.Aliases.Count > 0)
        {
            output.WriteLine("");
            output.WriteLine($"Aliases: {string.Join(", ", command.Aliases.Select(alias => $"caisson {alias}"))}");
        }

        WriteOptions(output, command.OptionRows);
    }

    private static void WriteCommands(TextOutput output, string title, IEnumerable<string> names)
    {
        Command[] commands = [.. names.Select(name => CommandCatalog.Find(name)!)];
        string[] labels = [.. names];
        int width = labels.Max(label => label.Length);
        output.WriteLine("");
        output.WriteLine($"{title}:");
        for (int i = 0; i < commands.Length; i++)
        {
            output.WriteLine($"{Indent}{labels[i].PadRight(width)}   {commands[i].Summary}");
        }
    }

    private static void WriteOptions(TextOutput output, IEnumerable<Option> options)
    {
        Option[] rows = [.. options];
        Option[] supported = [.. rows.Where(option => option.Refusal is null or { Accepted: not ([] or ["false"]) })];
        int width = supported.Length == 0 ? 0 : supported.Max(option => Label(option).Length);
        foreach (IGrouping<string, Option> group in supported.GroupBy(option => option.Group, StringComparer.Ordinal))
        {
            output.WriteLine("");
            output.WriteLine($"{group.Key}:");
            foreach (Option option in group)
            {
                output.WriteLine($"{Indent}{Label(option).PadRight(width)}   {option.Help}");
            }
        }

        string[] refused = [.. rows.Except(supported).Select(option => $"--{option.Name}")];
        if (refused.Length > 0)
        {
            output.WriteLine("");
            output.WriteLine("Known and refused; each says why:");
            WriteWrapped(output, refused);
        }
    }

    private static void WriteWrapped(TextOutput output, string[] words)
    {
        string line = Indent;
        foreach (string word in words)
        {
            if (line.Length > Indent.Length && line.Length + word.Length + 1 > LineWidth)
            {
                output.WriteLine(line.TrimEnd());
                line = Indent;
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }

    private static string Label(Option option)
    {
        string letter = option.Letter is { } c ? $"-{c}, " : "    ";
        return $"{letter}--{option.Name}{(option.ValueName.Length == 0 ? "" : " " + option.ValueName)}";
    }
}
