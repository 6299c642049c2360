using Caisson.Linux;

namespace Caisson.Runtime.Setup;

/// <summary>A container's or exec's program did not start: which step failed and why.</summary>
public sealed class ContainerStartException : IOException
{
    /// <summary>Describes the failure.</summary>
    public ContainerStartException(string message, int exitCode, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>125 when setting up failed, 126 when the program cannot be executed, 127 when it is not there (as in the shells).</summary>
    public int ExitCode { get; }

    internal const int EngineError = 125;

    internal static ContainerStartException SetupFailed(string step, Errno errno) =>
        Failed(new LinuxException(step, null, errno), EngineError);

    internal static ContainerStartException ProgramFailed(string program, Errno errno)
    {
        const int NotExecutable = 126, NotFound = 127;
        int code = errno is Errno.ENOENT or Errno.ENOTDIR ? NotFound : NotExecutable;
        return Failed(new LinuxException("exec", program, errno), code);
    }

    // Its text is one line, whatever a configuration put into names and paths.
    private static ContainerStartException Failed(LinuxException reason, int exitCode) => new(reason.Message, exitCode, reason);
}
