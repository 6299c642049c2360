using Caisson.Linux.Terminals;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Setup;

/// <summary>A configuration's size and the kernel's.</summary>
internal static class TerminalSize
{
    /// <summary>Sets the size before the program starts, so that it never sees another; null leaves it.</summary>
    internal static void SetSize(this PseudoTerminal terminal, ConsoleSize? size)
    {
        if (size is not null)
        {
            var window = new WindowSize((ushort)Math.Min(size.Height, ushort.MaxValue), (ushort)Math.Min(size.Width, ushort.MaxValue));
            _ = TerminalCalls.TrySetSize(terminal.Master, window);
        }
    }
}
