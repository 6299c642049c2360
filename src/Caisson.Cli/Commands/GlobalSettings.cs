using Caisson.Cli.Output;

namespace Caisson.Cli.Commands;

/// <summary>What the global options and their environment variables say.</summary>
internal sealed class GlobalSettings
{
    /// <summary>Where images and containers are kept.</summary>
    public string Root { get; set; } = "/var/lib/caisson";

    /// <summary>What messages are let through.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Info;

    /// <summary>How messages are written.</summary>
    public LogFormat LogFormat { get; set; }

    /// <summary><c>--version</c> was given.</summary>
    public bool VersionRequested { get; set; }
}
