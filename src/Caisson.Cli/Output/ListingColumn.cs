namespace Caisson.Cli.Output;

/// <summary>One field of a listing.</summary>
/// <param name="Field">Its name in templates and JSON: <c>ID</c>.</param>
/// <param name="Header">Its heading in tables: <c>CONTAINER ID</c>.</param>
/// <param name="Text">Its text for a row.</param>
/// <param name="IsDefault">Whether the default table shows it.</param>
internal sealed record ListingColumn<TRow>(string Field, string Header, Func<TRow, string> Text, bool IsDefault = true);
