namespace Caisson.Containers;

/// <summary>A program to start in a running container.</summary>
public sealed record ExecOptions
{
    /// <summary>The argument vector.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables as <c>NAME=value</c>, over the container's own.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The working directory; null is the container's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>USER[:GROUP]</c>; null is the container's.</summary>
    public string? User { get; init; }

    /// <summary>Whether it gets a terminal of the container.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether it has every capability that the engine can give, and no filter of system calls.</summary>
    public bool Privileged { get; init; }

    /// <summary>What it is connected with. Without a terminal the program gets these descriptors themselves.</summary>
    public required AttachStreams Streams { get; init; }
}
