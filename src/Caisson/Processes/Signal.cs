namespace Caisson.Processes;

/// <summary>A signal by its number on Linux, 1 to 64 (signal(7)).</summary>
/// <param name="Number">The number; the same on x86-64 and arm64.</param>
public readonly record struct Signal(int Number);
