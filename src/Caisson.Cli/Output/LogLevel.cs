namespace Caisson.Cli.Output;

/// <summary>What <c>--log-level</c> lets through to standard error. Errors that end a command always are.</summary>
internal enum LogLevel
{
    /// <summary>Everything.</summary>
    Debug,

    /// <summary>What may be of interest: the default.</summary>
    Info,

    /// <summary>What may be wrong.</summary>
    Warn,

    /// <summary>What went wrong.</summary>
    Error,

    /// <summary>Only what ends the command.</summary>
    Fatal,
}
