namespace Caisson.Cli.Arguments;

/// <summary>What the user typed cannot be carried out as it stands. Nothing has been done yet.</summary>
/// <param name="message">What is wrong with it; one line that names the option or argument.</param>
/// <param name="kind">Decides the exit code.</param>
internal sealed class CommandLineException(string message, UsageError kind = UsageError.UnknownWord) : Exception(message)
{
    /// <summary>What is wrong: an option or the arguments.</summary>
    public UsageError Kind { get; } = kind;
}
