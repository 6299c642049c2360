namespace Caisson.Cli.Output;

/// <summary>How messages on standard error are written (<c>--log-format</c>).</summary>
internal enum LogFormat
{
    /// <summary><c>caisson: what: why</c>.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
