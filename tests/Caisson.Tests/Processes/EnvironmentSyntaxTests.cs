using Caisson.Containers;
using Caisson.Processes;

namespace Caisson.Tests.Processes;

public class EnvironmentSyntaxTests
{
    private static string? Caller(string name) => name is "HELD" ? "from the caller" : null;

    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("A=", "A=")]
    [InlineData("A=b=c", "A=b=c")]
    [InlineData("A= x ", "A= x ")]
    [InlineData("HELD", "HELD=from the caller")]
    [InlineData("HELD=own", "HELD=own")]
    [InlineData("MISSING", "MISSING")]
    public void A_variable_is_set_or_taken_from_the_caller(string text, string expected) => Assert.Equal(expected, EnvironmentSyntax.Parse(text, Caller));

    [Fact]
    public void A_variable_without_a_name_is_refused_without_telling_its_value()
    {
        Assert.Equal("invalid environment variable: the name before '=' is empty", Refusal.Of(() => EnvironmentSyntax.Parse("=secret", Caller)));
        Assert.Equal(
            "invalid environment variable \"A\": a zero character is not allowed", Refusal.Of(() => EnvironmentSyntax.Parse("A=secret\0", Caller)));
    }

    [Fact]
    public void A_file_has_a_variable_a_line()
    {
        const string Text = "\ufeffA=1\r\n\n# comment\n  \t B=with space # kept \n#C=1\nHELD\nMISSING\nQ=\"quoted\"\nE=\nLAST=x=y";
        Assert.Equal(
            ["A=1", "B=with space # kept ", "HELD=from the caller", "Q=\"quoted\"", "E=", "LAST=x=y"],
            EnvironmentSyntax.ParseFile(Text, "env", Caller));
        Assert.Empty(EnvironmentSyntax.ParseFile("", "env", Caller));
    }

    [Theory]
    [InlineData("A=1\n=secret", "env: line 2: no name before '='")]
    [InlineData("A B=secret", "env: line 1: the name \"A B\" has a space")]
    [InlineData("A =secret", "env: line 1: the name \"A \" has a space")]
    [InlineData("A=\0", "env: line 1: a zero character is not allowed")]
    public void A_wrong_line_is_refused_by_its_number(string text, string message) =>
        Assert.Equal(message, Refusal.Of(() => EnvironmentSyntax.ParseFile(text, "env", Caller)));

    [Fact]
    public void A_label_may_have_no_value()
    {
        Assert.Equal(KeyValuePair.Create("a", "b=c"), LabelSyntax.Parse("a=b=c"));
        Assert.Equal(KeyValuePair.Create("a", ""), LabelSyntax.Parse("a"));
        Assert.Equal("invalid label \"=x\": the key is empty", Refusal.Of(() => LabelSyntax.Parse("=x")));
        Assert.Equal("invalid label \"\": the key is empty", Refusal.Of(() => LabelSyntax.Parse("")));
        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "")], LabelSyntax.ParseFile("a=1\n#x\nb\n", "labels"));
    }
}
