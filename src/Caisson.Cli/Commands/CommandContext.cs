using Caisson.Cli.Output;
using Caisson.Images;

namespace Caisson.Cli.Commands;

/// <summary>What a command works with besides its own options.</summary>
/// <param name="Output">Standard output, buffered; flushed when the command ends.</param>
/// <param name="Diagnostics">Standard error.</param>
/// <param name="Clock">For "2 minutes ago".</param>
/// <param name="Settings">The global options.</param>
internal sealed record CommandContext(TextOutput Output, Diagnostics Diagnostics, TimeProvider Clock, GlobalSettings Settings)
{
    /// <summary>Opens the images under the chosen root.</summary>
    public ImageStore OpenImages() => ImageStore.Open(Settings.Root, Clock);
}
