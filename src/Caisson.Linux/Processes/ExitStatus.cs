namespace Caisson.Linux.Processes;

/// <summary>How a process ended (wait(2)).</summary>
/// <param name="Code">Its exit code, or 128 + n when signal n ended it.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
public readonly record struct ExitStatus(int Code, int Signal)
{
    internal static ExitStatus FromWait(int status)
    {
        int signal = status & 0x7f;
        return signal == 0 ? new ExitStatus((status >> 8) & 0xff, 0) : new ExitStatus(128 + signal, signal);
    }
}
