namespace Caisson.Cli.Images;

/// <summary><c>caisson tag</c> has no options.</summary>
internal sealed class TagRequest;
