namespace Caisson.Cli.Arguments;

/// <summary>What is left of a command line when its options are taken out.</summary>
/// <param name="Arguments">The arguments, byte for byte as given.</param>
/// <param name="HelpRequested"><c>--help</c> was given; nothing after it has been looked at.</param>
internal sealed record ParsedArguments(IReadOnlyList<string> Arguments, bool HelpRequested);
