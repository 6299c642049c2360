namespace Caisson.Cli.Arguments;

/// <summary>The ways to hold a command wrong; they differ in the exit code (docs/exit-codes.md) and in whether the help would help.</summary>
internal enum UsageError
{
    /// <summary>An option is unknown or lacks its value.</summary>
    UnknownWord,

    /// <summary>An option is refused or its value makes no sense; the message says it all.</summary>
    OptionValue,

    /// <summary>Too few or too many arguments.</summary>
    Arguments,
}
