using System.Text;
using Caisson.Oci.Json;

namespace Caisson.Oci.Tests.Json;

public sealed class JsonTreeTests
{
    [Fact]
    public void Escapes_are_resolved_in_names_and_values()
    {
        JsonValue root = Parse("""{"\u0061b":"x\n\"\u00e4\ud835\udd4c","c":"plain"}""");

        Assert.Equal("x\n\"ä𝕌", root.RequiredString("ab"u8));
        Assert.Equal("plain", root.RequiredString("c"u8));
        Assert.Equal(["ab", "c"], Names(root));
    }

    [Fact]
    public void Arrays_and_objects_are_walked_in_document_order()
    {
        JsonValue root = Parse("""{"a":[1,[2,{"x":[]}],3],"b":{},"c":[]}""");

        Assert.Equal(["a", "b", "c"], Names(root));
        Assert.Equal(3, root.Get("a"u8).Count);
        List<string> paths = [];
        foreach (JsonValue item in root.Get("a"u8).Items())
        {
            paths.Add(item.Path);
        }

        Assert.Equal(["a[0]", "a[1]", "a[2]"], paths);
        Assert.Equal(0, root.Get("b"u8).Count);
        Assert.Empty(root.Strings("c"u8));
    }

    [Fact]
    public void Numbers_are_exact_up_to_64_bits()
    {
        JsonValue root = Parse("""{"a":18446744073709551615,"b":-9223372036854775808,"c":0}""");

        Assert.Equal(ulong.MaxValue, root.UInt64("a"u8));
        Assert.Equal(long.MinValue, root.Int64("b"u8));
        Assert.Equal((ushort)0, root.UInt16("c"u8));
        Assert.Null(root.Int32("d"u8));
    }

    [Theory]
    [InlineData("", "doc: not valid JSON at line 1, column 1")]
    [InlineData("{\"a\":[\n1,\n tru]}", "a: not valid JSON at line 3, column 5")]
    [InlineData("{} {}", "doc: not valid JSON at line 1, column 4")]
    [InlineData("{\"a\":1,}", "doc: not valid JSON at line 1, column 8")]
    [InlineData("{\"a\":01}", "doc: not valid JSON at line 1, column 7")]
    [InlineData("{\"a\":{\"b\":1,\"c\":2,\"\\u0062\":3}}", "a.b: stands there twice")]
    [InlineData("{\"a\":\"\\ud800\"}", "a: an escape is half of a surrogate pair")]
    [InlineData("{\"a\":\"x\\u0000y\"}", "a: text cannot contain a NUL character")]
    [InlineData("\uFEFF{}", "doc: not valid JSON at line 1, column 1")]
    public void What_is_not_proper_JSON_is_refused(string json, string message) => Assert.Equal(message, Refusal(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Invalid_UTF8_is_refused() => Assert.Equal("doc: it is not valid UTF-8", Refusal([(byte)'"', 0xff, (byte)'"']));

    [Fact]
    public void A_document_beyond_its_bound_is_refused() =>
        Assert.Equal("doc: 11 bytes are too large (at most 10)", Assert.Throws<SpecException>(() => JsonTree.Parse(new byte[11], "doc", 10)).Message);

    [Theory]
    [InlineData(JsonTree.MaxDepth, true)]
    [InlineData(JsonTree.MaxDepth + 1, false)]
    [InlineData(1_000_000, false)]
    public void Nesting_is_bounded(int depth, bool accepted)
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        if (accepted)
        {
            Assert.Equal(JsonKind.Array, JsonTree.Parse(text, "doc").Root.Kind);
        }
        else
        {
            Assert.EndsWith(": nested deeper than 32 levels", Refusal(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_duplicate_among_many_members_is_found()
    {
        string members = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"n{i * 7919 % 5003}\":{i}"));

        Assert.Equal(5000, Parse($"{{{members}}}").Count);
        Assert.Equal("n7919: stands there twice", Refusal(Encoding.UTF8.GetBytes($"{{{members},\"n7919\":1,\"n7919\":2}}")));
    }

    [Fact]
    public void Odd_names_in_paths_are_printable_and_short()
    {
        JsonValue escape = Parse("""{"a\u001b\n\"":1}""").Get("a\u001b\n\""u8);
        JsonValue endless = Parse($"{{\"{new string('x', 100)}\":{{\"y\":1}}}}").Get(Encoding.UTF8.GetBytes(new string('x', 100))).Get("y"u8);

        Assert.Equal("[\"a\\u001b\\u000a\\\"\"]", escape.Path);
        Assert.Equal($"[\"{new string('x', 64)}…\"].y", endless.Path);
    }

    [Fact]
    public void Members_that_nobody_asked_for_are_listed_once()
    {
        JsonTree tree = JsonTree.Parse("""{"a":{"b":1,"c":{"d":1}},"e":[{"f":1,"g":null}],"h":{"i":1}}"""u8.ToArray(), "doc");
        _ = tree.Root.Get("a"u8).Int64("b"u8);
        _ = tree.Root.List("e"u8, item => item.String("g"u8) ?? "");

        Assert.Equal(["a.c", "e[0].f", "h"], tree.UnreadMembers());
    }

    private static JsonValue Parse(string json) => JsonTree.Parse(Encoding.UTF8.GetBytes(json), "doc").Root;

    private static string Refusal(byte[] utf8) => Assert.Throws<SpecException>(() => JsonTree.Parse(utf8, "doc")).Message;

    private static List<string> Names(JsonValue value)
    {
        List<string> names = [];
        foreach (JsonValue member in value.Members())
        {
            names.Add(member.Name);
        }

        return names;
    }
}
