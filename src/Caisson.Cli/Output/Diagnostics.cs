using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Caisson.Cli.Output;

/// <summary>Messages on standard error, one line each whatever they quote.</summary>
internal sealed class Diagnostics(Stream stream, TimeProvider clock)
{
    /// <summary>What is let through.</summary>
    public LogLevel Level { get; set; } = LogLevel.Info;

    /// <summary>How it is written.</summary>
    public LogFormat Format { get; set; }

    /// <summary>Something failed: <c>caisson: run: image foo: not found</c>.</summary>
    /// <param name="what">The command; null when there is none.</param>
    /// <param name="why">What failed and why.</param>
    public void Error(string? what, string why) => Write("error", what is null ? why : $"{what}: {why}");

    /// <summary>Something may not be as the user expects.</summary>
    public void Warn(string what, string why)
    {
        if (Level <= LogLevel.Warn)
        {
            Write("warning", Format == LogFormat.Text ? $"{what}: warning: {why}" : $"{what}: {why}");
        }
    }

    /// <summary>What only somebody who looks for a defect wants to know.</summary>
    public void Debug(string? what, string detail)
    {
        if (Level == LogLevel.Debug)
        {
            Write("debug", what is null ? detail : $"{what}: {detail}");
        }
    }

    private void Write(string level, string message)
    {
        if (Format == LogFormat.Text)
        {
            stream.Write(Encoding.UTF8.GetBytes($"caisson: {Printable.Escape(message)}\n"));
            return;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonStyle.Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", level);
            json.WriteString("msg", message);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        stream.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
