using System.Text;
using Caisson.Cli.Output;

namespace Caisson.Cli.Tests.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_aligned_as_Docker_aligns_them()
    {
        string text = Print([
            ["CONTAINER ID", "IMAGE", "PORTS", "NAMES"],
            ["0123456789ab", "busybox:latest", "", "web"],
            ["ba9876543210", "größe", "", "a-longer-name"],
        ]);
        Assert.Equal(
            """
            CONTAINER ID   IMAGE            PORTS     NAMES
            0123456789ab   busybox:latest             web
            ba9876543210   größe                      a-longer-name

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Control_characters_cannot_reach_the_terminal() =>
        Assert.Equal("\\x1b[31m\\n\\x9b   \\u202eabc\\r\\t\n", Print([["\u001b[31m\n\u009b", "\u202eabc\r\t"]]));

    [Fact]
    public void An_empty_table_prints_nothing() => Assert.Equal("", Print([]));

    private static string Print(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        TextTable.Write(output, rows);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
