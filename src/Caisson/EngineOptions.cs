namespace Caisson;

/// <summary>Where an engine keeps what it has.</summary>
public sealed record EngineOptions
{
    /// <summary>Images and containers; made if missing, mode 0700. CAISSON_ROOT of the command line.</summary>
    public string Root { get; init; } = "/var/lib/caisson";

    /// <summary>
    /// The directory with caisson-monitor and caisson-init; null is the directory of this program's executable, or
    /// <c>../libexec/caisson</c> beside it.
    /// </summary>
    public string? ExecutableDirectory { get; init; }
}
