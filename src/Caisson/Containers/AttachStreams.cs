using Caisson.Linux.Events;
using Caisson.Linux.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Containers;

/// <summary>What a session connects a program with. All stay the caller's.</summary>
public sealed record AttachStreams
{
    /// <summary>Read for the program's stdin; null for none.</summary>
    public SafeFileHandle? Input { get; init; }

    /// <summary>Gets the program's stdout, or what its terminal shows; null for nowhere.</summary>
    public SafeFileHandle? Output { get; init; }

    /// <summary>Gets the program's stderr; null for nowhere.</summary>
    public SafeFileHandle? Error { get; init; }

    /// <summary>The size of the terminal among these streams; null when none is one.</summary>
    public WindowSize? TerminalSize => (Input is null ? null : TerminalCalls.Size(Input)) ?? (Output is null ? null : TerminalCalls.Size(Output));

    /// <summary>Signals to pass on to the program; null for none. The reader's signals have to be blocked in every thread.</summary>
    public SignalReader? Signals { get; init; }
}
