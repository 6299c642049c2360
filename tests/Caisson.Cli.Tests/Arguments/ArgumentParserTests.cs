using Caisson.Cli.Arguments;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Cli.Tests.Arguments;

public sealed class ArgumentParserTests
{
    [Theory]
    [InlineData("--rm x", "rm=true", "x")]
    [InlineData("--rm=false x", "rm=false", "x")]
    [InlineData("--rm=0 x", "rm=false", "x")]
    [InlineData("--rm true", "rm=true", "true")]
    [InlineData("--name a x", "name=a", "x")]
    [InlineData("--name=a x", "name=a", "x")]
    [InlineData("--name= x", "name=", "x")]
    [InlineData("--name=a=b x", "name=a=b", "x")]
    [InlineData("--name --rm x", "name=--rm", "x")]
    [InlineData("--name -- x", "name=--", "x")]
    [InlineData("--name a --name b", "name=a name=b", "")]
    [InlineData("-it x", "interactive=true tty=true", "x")]
    [InlineData("-ti=false x", "tty=true interactive=false", "x")]
    [InlineData("-e A=b x", "env=A=b", "x")]
    [InlineData("-eA=b x", "env=A=b", "x")]
    [InlineData("-e=A=b x", "env=A=b", "x")]
    [InlineData("-e= x", "env==", "x")]
    [InlineData("-ite A=b x", "interactive=true tty=true env=A=b", "x")]
    [InlineData("-iteA=b x", "interactive=true tty=true env=A=b", "x")]
    [InlineData("-p8080:80 -p 1:2", "publish=8080:80 publish=1:2", "")]
    [InlineData("-p -1", "publish=-1", "")]
    [InlineData("--rm -- --name x", "rm=true", "--name x")]
    [InlineData("-- x", "", "x")]
    [InlineData("-", "", "-")]
    [InlineData("x -- --rm", "", "x -- --rm")]
    [InlineData("x --rm -it --unknown", "", "x --rm -it --unknown")]
    [InlineData("", "", "")]
    public void Options_end_at_the_first_argument_where_it_carries_a_command(string input, string applied, string arguments)
    {
        (string seen, ParsedArguments parsed) = Parse(Words(input), stopAtFirstArgument: true);
        Assert.Equal(applied, seen);
        Assert.Equal(Words(arguments), parsed.Arguments);
        Assert.False(parsed.HelpRequested);
    }

    [Theory]
    [InlineData("x --rm y", "rm=true", "x y")]
    [InlineData("x -- --rm", "", "x --rm")]
    [InlineData("x -it y --name a", "interactive=true tty=true name=a", "x y")]
    [InlineData("- x", "", "- x")]
    public void Options_and_arguments_mix_elsewhere(string input, string applied, string arguments)
    {
        (string seen, ParsedArguments parsed) = Parse(Words(input), stopAtFirstArgument: false);
        Assert.Equal(applied, seen);
        Assert.Equal(Words(arguments), parsed.Arguments);
    }

    [Theory]
    [InlineData("--foo", "unknown flag --foo")]
    [InlineData("--foo=1", "unknown flag --foo")]
    [InlineData("--nmae x", "unknown flag --nmae, did you mean --name?")]
    [InlineData("--NAME x", "unknown flag --NAME")]
    [InlineData("---name x", "unknown flag ---name, did you mean --name?")]
    [InlineData("--=x", "unknown flag --")]
    [InlineData("-z", "unknown flag -z")]
    [InlineData("-itz", "unknown flag -z in -itz")]
    [InlineData("-i=", "unknown flag -= in -i=")]
    [InlineData("--name", "--name needs a value")]
    [InlineData("-e", "-e, --env needs a value")]
    [InlineData("-ite", "-e, --env needs a value")]
    [InlineData("--help=maybe", "--help: 'maybe' is neither true nor false")]
    [InlineData("--rm=maybe x", "--rm: 'maybe' is neither true nor false")]
    [InlineData("-i=maybe x", "--interactive: 'maybe' is neither true nor false")]
    [InlineData("--gpus all x", "--gpus: name the devices")]
    [InlineData("--gpus=all x", "--gpus: name the devices")]
    [InlineData("--restart always x", "--restart \"always\": only no")]
    [InlineData("-P x", "--publish-all: no ports")]
    [InlineData("-dP x", "--publish-all: no ports")]
    [InlineData("--publish-all=true x", "--publish-all: no ports")]
    [InlineData("--sig-proxy=false x", "--sig-proxy: always")]
    public void What_cannot_be_done_is_an_error_that_names_the_option(string input, string message)
    {
        var exception = Assert.Throws<CommandLineException>(() => Parse(Words(input), stopAtFirstArgument: true));
        Assert.Equal(message, exception.Message);
    }

    [Theory]
    [InlineData("--restart no x")]
    [InlineData("--restart=no x")]
    [InlineData("--publish-all=false x")]
    [InlineData("-P=F x")]
    [InlineData("--sig-proxy x")]
    [InlineData("--sig-proxy=1 x")]
    public void A_refused_option_that_asks_for_what_happens_anyway_is_accepted(string input)
    {
        (_, ParsedArguments parsed) = Parse(Words(input), stopAtFirstArgument: true);
        Assert.Equal(["x"], parsed.Arguments);
    }

    [Theory]
    [InlineData("--help", true)]
    [InlineData("-h", true)]
    [InlineData("--help=true", true)]
    [InlineData("--help=false", false)]
    [InlineData("--rm --help --unknown", true)]
    [InlineData("x --help", false)]
    public void Help_is_asked_for_before_the_first_argument(string input, bool expected)
    {
        (_, ParsedArguments parsed) = Parse(Words(input), stopAtFirstArgument: true);
        Assert.Equal(expected, parsed.HelpRequested);
    }

    [Fact]
    public void The_effects_error_names_the_option()
    {
        var table = new OptionTable<Recorder>().Value("size", 's', "SIZE", "", (_, _) => throw new UsageException("invalid size"));
        var exception = Assert.Throws<CommandLineException>(() => ArgumentParser.Parse(table, new Recorder(), ["-sx"], stopAtFirstArgument: true));
        Assert.Equal("--size: invalid size", exception.Message);
        Assert.Equal(UsageError.OptionValue, exception.Kind);
    }

    [Fact]
    public void Any_input_parses_or_is_a_usage_error()
    {
        Gen<string> word = Gen.OneOf(
            Gen.Elements("--", "-", "", "--name", "-e", "-it", "--rm=", "--=", "-=", "--gpus", "x", "-p", "--help", "--restart=no", "-\0", "--\ud800"),
            ArbMap.Default.GeneratorFor<string>().Select(text => "-" + text),
            ArbMap.Default.GeneratorFor<string>().Select(text => "--" + text),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        Prop.ForAll(word.ArrayOf().ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (words, stop) =>
        {
            try
            {
                Parse(words, stop);
            }
            catch (CommandLineException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Everything_from_the_first_argument_on_passes_through_unchanged()
    {
        Gen<string> word = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "").Or(Gen.Elements("--", "-", "-it", "--help", "--rm"));
        Prop.ForAll(word.ArrayOf().ToArbitrary(), words =>
        {
            (string seen, ParsedArguments parsed) = Parse(["-it", "image", .. words], stopAtFirstArgument: true);
            Assert.Equal("interactive=true tty=true", seen);
            Assert.Equal(["image", .. words], parsed.Arguments);
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (string Seen, ParsedArguments Parsed) Parse(string[] words, bool stopAtFirstArgument)
    {
        var recorder = new Recorder();
        OptionTable<Recorder> table = new OptionTable<Recorder>()
            .Flag("rm", null, "", Flag("rm"))
            .Flag("detach", 'd', "", Flag("detach"))
            .Flag("interactive", 'i', "", Flag("interactive"))
            .Flag("tty", 't', "", Flag("tty"))
            .Value("name", null, "NAME", "", (r, v) => r.Seen.Add($"name={v}"))
            .List("env", 'e', "VAR", "", (r, v) => r.Seen.Add($"env={v}"))
            .List("publish", 'p', "PORT", "", (r, v) => r.Seen.Add($"publish={v}"))
            .Refused(OptionKind.Value, "gpus", null, "name the devices")
            .Refused(OptionKind.Value, "restart", null, "only no", "no")
            .Refused(OptionKind.Flag, "publish-all", 'P', "no ports")
            .Refused(OptionKind.Flag, "sig-proxy", null, "always", "true");
        ParsedArguments parsed = ArgumentParser.Parse(table, recorder, words, stopAtFirstArgument);
        return (recorder.Text, parsed);

        static Action<Recorder, bool> Flag(string name) => (r, on) => r.Seen.Add($"{name}={(on ? "true" : "false")}");
    }
}
