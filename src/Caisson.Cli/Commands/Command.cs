using Caisson.Cli.Arguments;

namespace Caisson.Cli.Commands;

/// <summary>A command of the command line: its words and its option table, and how to run it.</summary>
internal abstract class Command
{
    /// <summary>Its words, as <c>run</c> or <c>image inspect</c>; how messages name it.</summary>
    public required string Name { get; init; }

    /// <summary>What follows the name in a usage line, as <c>[OPTIONS] IMAGE [COMMAND] [ARG...]</c>.</summary>
    public required string Usage { get; init; }

    /// <summary>One line of what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How many arguments it needs.</summary>
    public int MinimumArguments { get; init; }

    /// <summary>How many arguments it takes.</summary>
    public int MaximumArguments { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether it runs a process in a container: then options end at the first argument, and everything that is not the process's own
    /// exit code is 125.
    /// </summary>
    public bool RunsProcess { get; init; }

    /// <summary>The option table.</summary>
    public abstract IEnumerable<Option> OptionRows { get; }

    /// <summary>The exit code when the engine, not a process in a container, failed.</summary>
    public int FailureExitCode => RunsProcess ? ExitCodes.EngineError : ExitCodes.Failure;

    /// <summary>Parses what follows the command's name and runs it.</summary>
    /// <exception cref="CommandLineException">The options or arguments do not fit; nothing has been done.</exception>
    public abstract int Run(ReadOnlySpan<string> input, CommandContext context);
}
