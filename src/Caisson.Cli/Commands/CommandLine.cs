using Caisson.Cli.Arguments;
using Caisson.Cli.Host;
using Caisson.Cli.Output;
using Caisson.Cli.Templates;
using Caisson.Images;
using Caisson.Linux;
using Caisson.Linux.Events;
using Caisson.Oci;
using Caisson.Runtime.Setup;

namespace Caisson.Cli.Commands;

/// <summary>From the words of a command line to an exit code; every failure becomes one line on standard error.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <param name="input">The words after the program's name.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="clock">The time.</param>
    public static int Run(ReadOnlySpan<string> input, Func<string, string?> variable, Stream output, Stream error, TimeProvider clock)
    {
        var diagnostics = new Diagnostics(error, clock);
        var text = new TextOutput(output);
        Command? command = null;
        try
        {
            GlobalSettings settings = GlobalOptions.FromEnvironment(variable);
            ParsedArguments parsed = ArgumentParser.Parse(GlobalOptions.Table(), settings, input, stopAtFirstArgument: true);
            diagnostics.Level = settings.LogLevel;
            diagnostics.Format = settings.LogFormat;
            int exitCode = ExitCodes.Success;
            if (settings.VersionRequested)
            {
                VersionCommand.WriteLine(text);
            }
            else if (parsed.HelpRequested || parsed.Arguments.Count == 0)
            {
                HelpText.WriteOverview(text);
            }
            else
            {
                var context = new CommandContext(text, new TextOutput(error), diagnostics, clock, settings);
                exitCode = Dispatch([.. parsed.Arguments], context, ref command);
            }

            text.Flush();
            return exitCode;
        }
        catch (CommandLineException e)
        {
            string name = command is null ? "" : command.Name + " ";
            string hint = e.Kind == UsageError.OptionValue ? "" : $"; run 'caisson {name}--help' for usage";
            diagnostics.Error(command?.Name, e.Message + hint);
            return e.Kind == UsageError.Arguments && command is { RunsProcess: false } ? ExitCodes.Failure : ExitCodes.EngineError;
        }
        catch (ContainerStartException e)
        {
            diagnostics.Error(command?.Name, e.Message);
            return e.ExitCode;
        }
        catch (Exception e)
        {
            // Anything that was not written for the user is a defect of ours.
            diagnostics.Error(command?.Name, IsForUser(e) ? e.Message : $"internal error: {e.GetType().Name}: {e.Message}");
            diagnostics.Debug(command?.Name, e.ToString());
            return command?.FailureExitCode ?? ExitCodes.Failure;
        }
    }

    /// <summary>Whether an exception's message was written for the user.</summary>
    public static bool IsForUser(Exception exception) =>
        exception is LinuxException or UsageException or EngineException or ContainerStartException or TemplateException or ImageException or SpecException;

    private static int Dispatch(ReadOnlySpan<string> words, CommandContext context, ref Command? command)
    {
        string name = words[0];
        int used = 1;
        if (CommandCatalog.IsNoun(name))
        {
            if (words.Length == 1 || words[1] is "--help" or "-h")
            {
                HelpText.WriteNoun(context.Output, name);
                return ExitCodes.Success;
            }

            name = $"{name} {words[1]}";
            used = 2;
        }

        command = CommandCatalog.Find(name);
        if (command is not null)
        {
            if (!command.RunsProcess)
            {
                // They are blocked before the runtime starts, for the commands that pass them on.
                SignalReader.Unblock();
            }

            return command.Run(words[used..], context);
        }

        context.Diagnostics.Error(null, CommandCatalog.IsPlanned(name) ? $"{name}: not available yet in this version" : Unknown(name));
        return ExitCodes.Failure;
    }

    private static string Unknown(string name)
    {
        string? nearest = Suggestion.Nearest(name, CommandCatalog.Names);
        return $"unknown command: {name}{(nearest is null ? "" : $", did you mean {nearest}?")}; run 'caisson --help' for the commands";
    }
}
