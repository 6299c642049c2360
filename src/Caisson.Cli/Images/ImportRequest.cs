namespace Caisson.Cli.Images;

/// <summary>What <c>caisson import</c> is asked besides its arguments: nothing yet.</summary>
internal sealed class ImportRequest;
