using System.Text.Json;
using Caisson.Cli.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Cli.Tests.Templates;

public sealed class TemplateTests
{
    private const string Data = """
        {
          "Id": "abc", "Name": "/web", "Count": 3, "Big": 12345678901, "Half": 0.5, "On": true, "Off": false, "Nothing": null, "Empty": [], "Text": "a<b>\"c\"",
          "State": { "Status": "running", "Pid": 42 },
          "Env": ["A=1", "B=2"],
          "Networks": { "two": { "IP": "10.0.0.2" }, "one": { "IP": "10.0.0.1" } }
        }
        """;

    [Theory]
    [InlineData("plain } text", "plain } text")]
    [InlineData("{{.Id}}", "abc")]
    [InlineData("{{ .State.Status }}/{{.State.Pid}}", "running/42")]
    [InlineData("{{.Big}} {{.Half}} {{.On}} {{.Nothing}}", "12345678901 0.5 true <no value>")]
    [InlineData("{{.Env}}", "[A=1 B=2]")]
    [InlineData("{{.Networks}}", "map[one:map[IP:10.0.0.1] two:map[IP:10.0.0.2]]")]
    [InlineData("{{json .Env}} {{json .Id}} {{.State | json}}", """["A=1","B=2"] "abc" {"Status":"running","Pid":42}""")]
    [InlineData("{{json .Text}}", "\"a<b>\\\"c\\\"\"")]
    [InlineData("{{len .Env}} {{len .Id}} {{len .Networks}}", "2 3 2")]
    [InlineData("{{upper .Id}} {{.Id | upper | lower}} {{title .Id}}", "ABC abc Abc")]
    [InlineData("{{index .Env 1}} {{index .Networks \"one\" \"IP\"}} {{(index .Networks \"two\").IP}}", "B=2 10.0.0.1 10.0.0.2")]
    [InlineData("{{join .Env \", \"}}", "A=1, B=2")]
    [InlineData("{{index (split .Name \"/\") 1}}", "web")]
    [InlineData("{{range .Env}}<{{.}}>{{end}}", "<A=1><B=2>")]
    [InlineData("{{range $i, $e := .Env}}{{$i}}:{{$e}} {{end}}", "0:A=1 1:B=2 ")]
    [InlineData("{{range $k, $v := .Networks}}{{$k}}={{$v.IP}} {{end}}", "one=10.0.0.1 two=10.0.0.2 ")]
    [InlineData("{{range .Networks}}{{.IP}} {{$.Id}} {{end}}", "10.0.0.1 abc 10.0.0.2 abc ")]
    [InlineData("{{range .Empty}}x{{else}}none{{end}}", "none")]
    [InlineData("{{$e := .Env}}{{range $e}}{{.}}{{end}}", "A=1B=2")]
    [InlineData("{{if .On}}yes{{else}}no{{end}} {{if .Off}}yes{{else}}no{{end}} {{if .Nothing}}yes{{end}}", "yes no ")]
    [InlineData("{{if eq .State.Status \"exited\"}}a{{else if gt .Count 2}}b{{else}}c{{end}}", "b")]
    [InlineData("{{if and .On (not .Off)}}both{{end}} {{or .Nothing \"else\"}} {{and .Nothing .On}}", "both else <no value>")]
    [InlineData("{{eq .Count 1 2 3}} {{ne .Id \"x\"}} {{lt .Count 3}} {{le .Count 3}} {{ge .Count 4}}", "true true false true false")]
    [InlineData("{{with .State}}{{.Status}}{{end}} {{with .Nothing}}x{{else}}{{.Id}}{{end}} {{with $s := .State}}{{$s.Pid}}{{end}}", "running abc 42")]
    [InlineData("{{println .Id 1}}", "abc 1\n")]
    [InlineData("a {{- .Id -}} b", "aabcb")]
    [InlineData("a {{/* note */}} b", "a  b")]
    [InlineData("{{\"a\\tb\\\"\"}}{{`raw\\n`}}{{true}}{{-3}}", "a\tb\"raw\\n" + "true-3")]
    public void Prints_what_Go_would_print(string template, string expected) => Assert.Equal(expected, Print(template));

    [Theory]
    [InlineData("{{", "a value is missing")]
    [InlineData("{{}}", "a value is missing")]
    [InlineData("{{.Id", "}} is missing")]
    [InlineData("{{.Id}", "unexpected '}'")]
    [InlineData("{{foo .Id}}", "unknown function foo")]
    [InlineData("{{printf \"%s\" .Id}}", "unknown function printf")]
    [InlineData("{{if .On}}x", "end is missing")]
    [InlineData("{{if .On}}x{{else}}y", "end is missing")]
    [InlineData("{{end}}", "end or else without if, with or range")]
    [InlineData("{{else}}", "end or else without if, with or range")]
    [InlineData("{{\"abc}}", "the string is not closed")]
    [InlineData("{{\"\\q\"}}", "unknown escape \\q")]
    [InlineData("{{/* abc}}", "the comment is not closed")]
    [InlineData("{{(.Id}}", ") is missing")]
    [InlineData("{{define \"x\"}}", "define is not supported")]
    [InlineData("{{.State..Pid}}", "a field's name is missing after the dot")]
    [InlineData("{{99999999999999999999}}", "not a whole number")]
    [InlineData("{{range $a, $b .Env}}{{end}}", ":= is missing")]
    [InlineData("{{.Missing}}", "there is no field Missing")]
    [InlineData("{{.Id.More}}", "there is no field More")]
    [InlineData("{{$x}}", "undefined variable $x")]
    [InlineData("{{if .On}}{{$x := 1}}{{end}}{{$x}}", "undefined variable $x")]
    [InlineData("{{index .Env 2}}", "index 2 does not fit")]
    [InlineData("{{index .Env -1}}", "index -1 does not fit")]
    [InlineData("{{len .Count}}", "3 has no length")]
    [InlineData("{{upper .Env}}", "upper takes text")]
    [InlineData("{{json}}", "json takes one argument, not 0")]
    [InlineData("{{eq .Id}}", "eq takes two arguments or more, not 1")]
    [InlineData("{{lt .Id 1}}", "lt compares")]
    [InlineData("{{range .Count}}{{end}}", "cannot range over 3")]
    [InlineData("{{.Id .Name}}", "a value that is not a function has arguments")]
    [InlineData("{{.Id | .Name}}", "a value that is not a function has arguments")]
    public void What_it_cannot_do_is_an_error_that_says_what(string template, string message)
    {
        var exception = Assert.Throws<TemplateException>(() => Print(template));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{{if .On}}")]
    [InlineData("{{if .Off}}{{else if .Off}}")]
    public void Deep_nesting_is_refused_instead_of_overflowing_the_stack(string piece)
    {
        string template = piece is "(" ? "{{" + string.Concat(Enumerable.Repeat(piece, 100_000)) : string.Concat(Enumerable.Repeat(piece, 100_000));
        Assert.Throws<TemplateException>(() => Print(template));
    }

    [Fact]
    public void Any_text_prints_or_is_a_template_error()
    {
        Gen<string> piece = Gen.Elements(
            "{{", "}}", ".", "Id", "State", "$", "x", ":=", ",", "|", "(", ")", "\"", "`", "-", " ", "range", "if", "else", "end", "with", "json", "index", "len", "0", "/*", "*/", "\\")
            .Or(ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        Prop.ForAll(piece.ArrayOf().Select(string.Concat).ToArbitrary(), template =>
        {
            try
            {
                Print(template);
            }
            catch (TemplateException e)
            {
                Assert.StartsWith("template: ", e.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string Print(string template)
    {
        using JsonDocument document = JsonDocument.Parse(Data);
        return TemplateEvaluator.Print(TemplateParser.Parse(template), document.RootElement);
    }
}
