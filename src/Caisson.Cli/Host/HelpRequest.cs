namespace Caisson.Cli.Host;

/// <summary><c>caisson help</c> has no options.</summary>
internal sealed class HelpRequest;
