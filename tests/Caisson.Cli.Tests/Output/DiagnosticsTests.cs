using System.Text;
using Caisson.Cli.Output;

namespace Caisson.Cli.Tests.Output;

public sealed class DiagnosticsTests
{
    [Fact]
    public void An_error_is_one_line_whatever_it_quotes() =>
        Assert.Equal("caisson: run: name \\x1b[2J\\nfoo: not found\n", Write(d => d.Error("run", "name \u001b[2J\nfoo: not found")));

    [Fact]
    public void An_error_without_a_command_says_only_what() => Assert.Equal("caisson: what\n", Write(d => d.Error(null, "what")));

    [Fact]
    public void Json_messages_carry_time_and_level() =>
        Assert.Equal(
            "{\"time\":\"1970-01-01T00:00:00.0000000Z\",\"level\":\"error\",\"msg\":\"run: a\\nb\"}\n",
            Write(d =>
            {
                d.Format = LogFormat.Json;
                d.Error("run", "a\nb");
            }));

    [Theory]
    [InlineData(LogLevel.Debug, true)]
    [InlineData(LogLevel.Warn, true)]
    [InlineData(LogLevel.Error, false)]
    [InlineData(LogLevel.Fatal, false)]
    internal void Warnings_are_let_through_by_level(LogLevel level, bool expected) =>
        Assert.Equal(expected ? "caisson: ps: warning: x\n" : "", Write(d =>
        {
            d.Level = level;
            d.Warn("ps", "x");
        }));

    private static string Write(Action<Diagnostics> act)
    {
        using var stream = new MemoryStream();
        act(new Diagnostics(stream, new Epoch()));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Epoch : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
