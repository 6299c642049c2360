using Caisson.Processes;

namespace Caisson.Tests.Processes;

public class SignalTests
{
    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData("sigterm", 15)]
    [InlineData("kill", 9)]
    [InlineData("1", 1)]
    [InlineData("33", 33)]
    [InlineData("64", 64)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("RTMAX", 64)]
    [InlineData("rtmax-14", 50)]
    [InlineData("RTMIN+30", 64)]
    [InlineData("CLD", 17)]
    [InlineData("IOT", 6)]
    [InlineData("SIGPOLL", 29)]
    [InlineData("IO", 29)]
    public void A_signal_has_a_number_and_names(string text, int number) => Assert.Equal(new Signal(number), Signal.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("SIG")]
    [InlineData("SIGSIGTERM")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN-1")]
    [InlineData("RTMAX+1")]
    [InlineData("RTMIN+")]
    [InlineData("TERM ")]
    [InlineData("FOO")]
    public void Other_signals_are_refused(string text) => Assert.Equal(
        $"invalid signal \"{text}\": allowed is 1 to 64, or a name of signal(7) as TERM, SIGTERM or RTMIN+3", Refusal.Of(() => Signal.Parse(text)));

    [Fact]
    public void Every_signal_is_found_by_its_own_name() =>
        Assert.All(Enumerable.Range(1, 64), number => Assert.Equal(new Signal(number), Signal.Parse(new Signal(number).Name)));
}
