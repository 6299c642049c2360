using System.Text;
using Caisson.Cli.Output;
using Caisson.Cli.Templates;

namespace Caisson.Cli.Tests.Output;

public sealed class ListingTests
{
    private static readonly (string Id, string Name)[] Rows = [("1", "one"), ("2", "t\two")];

    [Theory]
    [InlineData(null, "THE ID    NAME\n1         one\n2         t\\two\n")]
    [InlineData("table", "THE ID    NAME\n1         one\n2         t\\two\n")]
    [InlineData("json", "{\"ID\":\"1\",\"Name\":\"one\",\"Hidden\":\"h1\"}\n{\"ID\":\"2\",\"Name\":\"t\\two\",\"Hidden\":\"h2\"}\n")]
    [InlineData("{{.ID}}:{{.Hidden}}", "1:h1\n2:h2\n")]
    [InlineData("{{.ID}}\\t{{.Name}}", "1\tone\n2\tt\two\n")]
    [InlineData("{{json .}}", "{\"ID\":\"1\",\"Name\":\"one\",\"Hidden\":\"h1\"}\n{\"ID\":\"2\",\"Name\":\"t\\two\",\"Hidden\":\"h2\"}\n")]
    [InlineData("table {{.Name}}\\t{{.Hidden}}", "NAME      HIDDEN\none       h1\nt\\two     h2\n")]
    public void A_listing_prints_as_its_format_says(string? format, string expected) => Assert.Equal(expected, Print(format, isQuiet: false));

    [Fact]
    public void A_quiet_listing_prints_only_the_identifying_field() => Assert.Equal("1\n2\n", Print(null, isQuiet: true));

    [Fact]
    public void A_field_that_is_not_there_is_an_error_and_nothing_is_printed()
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        Assert.Throws<TemplateException>(() => Listing().Write(output, Rows, "{{.ID}}{{.Foo}}", isQuiet: false));
        output.Flush();
        Assert.Empty(stream.ToArray());
    }

    private static Listing<(string Id, string Name)> Listing() => new(
        [
            new("ID", "THE ID", row => row.Id),
            new("Name", "NAME", row => row.Name),
            new("Hidden", "HIDDEN", row => "h" + row.Id, IsDefault: false),
        ],
        "ID");

    private static string Print(string? format, bool isQuiet)
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        Listing().Write(output, Rows, format, isQuiet);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
