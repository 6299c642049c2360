namespace Caisson.Cli.Commands;

/// <summary>Exit codes that are not a container process's own (docs/exit-codes.md).</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A command that runs no process failed, or was given the wrong arguments.</summary>
    public const int Failure = 1;

    /// <summary>The process was ended by <c>--timeout</c>.</summary>
    public const int Timeout = 124;

    /// <summary>An option was wrong, or run or exec failed before or beside the process.</summary>
    public const int EngineError = 125;

    /// <summary>The program in the container cannot be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>There is no such program in the container.</summary>
    public const int NotFound = 127;

    /// <summary>Added to the number of the signal that killed the process.</summary>
    public const int SignalBase = 128;
}
