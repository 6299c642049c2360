using Caisson.Containers;
using Caisson.Linux.Events;
using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Cli.Containers;

/// <summary>This process's own streams, as a container's program gets them.</summary>
internal static class OwnStreams
{
    /// <summary>Standard input if it is wanted, standard output, standard error, and the signals that are passed on.</summary>
    public static AttachStreams Open(bool isInteractive, SignalReader signals) => new()
    {
        Input = isInteractive ? Descriptor(0) : null,
        Output = Descriptor(1),
        Error = Descriptor(2),
        Signals = signals,
    };

    /// <summary>As in Docker, <c>-it</c> needs a terminal to read from: without one, keys that mean something would be lost in a pipe.</summary>
    /// <exception cref="UsageException">Standard input is not a terminal.</exception>
    public static void RequireTerminal(bool isInteractive, bool hasTerminal)
    {
        if (isInteractive && hasTerminal && !TerminalCalls.IsTerminal(Descriptor(0)))
        {
            throw new UsageException("standard input is not a terminal; leave out --tty");
        }
    }

    private static SafeFileHandle Descriptor(int number) => new(number, ownsHandle: false);
}
