using Caisson.Cli.Output;

namespace Caisson.Cli.Commands;

/// <summary>What a command works with besides its own options.</summary>
/// <param name="Output">Standard output, buffered; flushed when the command ends.</param>
/// <param name="ErrorOutput">Standard error, for what is not a message: the logs of a container.</param>
/// <param name="Diagnostics">Messages on standard error.</param>
/// <param name="Clock">For "2 minutes ago".</param>
/// <param name="Settings">The global options.</param>
internal sealed record CommandContext(
    TextOutput Output, TextOutput ErrorOutput, Diagnostics Diagnostics, TimeProvider Clock, GlobalSettings Settings)
{
    /// <summary>Opens the containers and images under the chosen root.</summary>
    public Engine OpenEngine() => Engine.Open(new EngineOptions { Root = Settings.Root });
}
