namespace Caisson.Cli.Tests.Arguments;

/// <summary>Remembers what options did, in order.</summary>
internal sealed class Recorder
{
    public List<string> Seen { get; } = [];

    public string Text => string.Join(' ', Seen);
}
