namespace Caisson.Supervision.Protocol;

/// <summary>What a message between a monitor and its client says: its first byte.</summary>
public enum MessageKind : byte
{
    /// <summary>To the client: the program runs; the payload is its pid.</summary>
    Started = 1,

    /// <summary>To the client: it does not; the payload is the exit code and why.</summary>
    StartFailed = 2,

    /// <summary>To the client: bytes that the program wrote to stdout or its terminal.</summary>
    Stdout = 3,

    /// <summary>To the client: bytes that the program wrote to stderr.</summary>
    Stderr = 4,

    /// <summary>To the client: the program ended and everything it wrote was sent; the payload is the exit code.</summary>
    Exited = 5,

    /// <summary>To the client: the monitor cannot go on; the payload is a number without meaning and why.</summary>
    Failed = 6,

    /// <summary>To the monitor: bytes for the program's stdin.</summary>
    Stdin = 16,

    /// <summary>To the monitor: stdin is at its end.</summary>
    StdinClosed = 17,

    /// <summary>To the monitor: nobody reads stdout any more; the program's next write fails, as in any pipeline.</summary>
    StdoutClosed = 19,

    /// <summary>To the monitor: nobody reads stderr any more.</summary>
    StderrClosed = 20,

    /// <summary>To the monitor: the terminal has another size; the payload is rows and columns.</summary>
    Resize = 18,
}
