using Caisson.Cli.Arguments;

namespace Caisson.Cli.Commands;

/// <summary>A command with the request that its options fill.</summary>
internal sealed class Command<TRequest> : Command
    where TRequest : class, new()
{
    /// <summary>The options.</summary>
    public required OptionTable<TRequest> Options { get; init; }

    /// <summary>Carries the request out; returns the exit code.</summary>
    public required Func<TRequest, IReadOnlyList<string>, CommandContext, int> Execute { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Option> OptionRows => Options;

    /// <inheritdoc/>
    public override int Run(ReadOnlySpan<string> input, CommandContext context)
    {
        var request = new TRequest();
        ParsedArguments parsed = ArgumentParser.Parse(Options, request, input, RunsProcess);
        if (parsed.HelpRequested)
        {
            HelpText.WriteCommand(context.Output, this);
            return ExitCodes.Success;
        }

        int count = parsed.Arguments.Count;
        if (count < MinimumArguments)
        {
            throw new CommandLineException($"needs {Count("at least ", MinimumArguments)}: {Name} {Usage}", UsageError.Arguments);
        }

        if (count > MaximumArguments)
        {
            throw new CommandLineException(
                MaximumArguments == 0 ? "takes no arguments" : $"takes {Count("at most ", MaximumArguments)}: {Name} {Usage}", UsageError.Arguments);
        }

        return Execute(request, parsed.Arguments, context);
    }

    private string Count(string bound, int count)
    {
        string exact = MinimumArguments == MaximumArguments ? "" : bound;
        return $"{exact}{count} argument{(count == 1 ? "" : "s")}";
    }
}
