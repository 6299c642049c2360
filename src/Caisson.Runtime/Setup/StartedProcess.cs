using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Runtime.Setup;

/// <summary>A process that became its program.</summary>
/// <param name="Pid">Its number in this process's pid namespace; it is this process's child.</param>
/// <param name="PidFd">Readable when it ended.</param>
/// <param name="Terminal">Its terminal, if it has one.</param>
public sealed record StartedProcess(int Pid, SafeFileHandle PidFd, PseudoTerminal? Terminal) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        PidFd.Dispose();
        Terminal?.Dispose();
    }
}
