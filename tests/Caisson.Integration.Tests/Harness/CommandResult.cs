using System.Text;

namespace Caisson.Integration.Tests.Harness;

/// <summary>What a finished command left: exit code and both streams, byte for byte.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, byte[] OutBytes, byte[] ErrorBytes, TimeSpan Elapsed)
{
    public string Out => Encoding.UTF8.GetString(OutBytes);

    public string Error => Encoding.UTF8.GetString(ErrorBytes);

    /// <summary>Standard output's lines, without the last line's end.</summary>
    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    /// <summary>Asserts exit code 0 and returns this; the message of a failure shows what the command said.</summary>
    public CommandResult Succeeded() => ExitedWith(0);

    public CommandResult ExitedWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{CommandLine}\nexit code {ExitCode}, expected {exitCode}\nstdout: {Shortened(Out)}\nstderr: {Shortened(Error)}");
        return this;
    }

    /// <summary>Asserts an engine error as users see it: exit code 125, nothing on stdout, one line on stderr that holds the parts.</summary>
    public CommandResult Refused(params string[] parts) => FailedWith(125, parts);

    /// <summary>Asserts an error of the engine's own: nothing on stdout, one line on stderr that begins "caisson: " and holds the parts.</summary>
    public CommandResult FailedWith(int exitCode, params string[] parts)
    {
        ExitedWith(exitCode);
        Assert.Equal("", Out);
        Assert.StartsWith("caisson: ", Error, StringComparison.Ordinal);
        Assert.Equal(Error.Length - 1, Error.IndexOf('\n', StringComparison.Ordinal));
        foreach (string part in parts)
        {
            Assert.Contains(part, Error, StringComparison.Ordinal);
        }
        return this;
    }

    private static string Shortened(string text) => text.Length <= 2000 ? text : text[..2000] + $"... ({text.Length} characters)";
}
