namespace Caisson.Supervision.Logs;

/// <summary>A record of the log.</summary>
/// <param name="Time">When it arrived.</param>
/// <param name="Stream">Where from.</param>
/// <param name="Content">The bytes as they were written, with the newline if there was one.</param>
public sealed record LogLine(DateTimeOffset Time, OutputStream Stream, ReadOnlyMemory<byte> Content);
