namespace Caisson.Bench;

/// <summary>A measured program did not start or did not end with 0.</summary>
public sealed class CommandFailedException(string message) : Exception(message);
