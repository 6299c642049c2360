namespace Caisson.Processes;

/// <summary>A line of a file of keys and values.</summary>
/// <param name="Key">What stands before the first <c>=</c>, without space in front.</param>
/// <param name="Value">What stands behind it; null when there is no <c>=</c>.</param>
internal readonly record struct KeyValueLine(string Key, string? Value);
