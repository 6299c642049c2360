namespace Caisson.Supervision.Logs;

/// <summary>A stream that a container writes.</summary>
public enum OutputStream
{
    /// <summary>Descriptor 1, or a terminal.</summary>
    Stdout,

    /// <summary>Descriptor 2.</summary>
    Stderr,
}
