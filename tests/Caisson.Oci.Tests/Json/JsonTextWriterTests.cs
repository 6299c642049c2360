using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Caisson.Oci.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Caisson.Oci.Tests.Json;

public sealed class JsonTextWriterTests
{
    private static readonly string[] Texts =
        ["", "a", "two words", "\"quoted\"", "back\\slash", "\n\r\t\b\f", "\u0001\u001f", "äöü", "<a&b>'", new string('x', 5000), "end\""];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_document_is_laid_out_as_the_framework_does(bool indented) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            ArrayBufferWriter<byte> buffer = new();
            using Utf8JsonWriter expected = new(buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            JsonTextWriter actual = new(indented, capacity: 0);
            WriteContainer(new Random(seed), expected, actual, name: null, depth: 0);
            expected.Flush();
            Assert.Equal(Encoding.UTF8.GetString(buffer.WrittenSpan), Encoding.UTF8.GetString(actual.Written), ignoreCase: false);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_character_comes_back()
    {
        JsonTextWriter writer = new();
        string all = string.Concat(Enumerable.Range(0, 0xd800).Select(c => (char)c)) + "\ue000\uffff\U0001d54c\U0010ffff";
        writer.WriteStringValue(all);

        using JsonDocument document = JsonDocument.Parse(writer.WrittenMemory);
        Assert.Equal(all, document.RootElement.GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_rather_than_written()
    {
        JsonTextWriter writer = new();
        writer.WriteStringValue("a\ud800b");

        Assert.Equal("\"a\ufffdb\""u8, writer.Written);
    }

    [Fact]
    public void What_says_nothing_is_left_out()
    {
        JsonTextWriter writer = new();
        writer.WriteStartObject();
        writer.WriteOptional("a"u8, (string?)null);
        writer.WriteOptional("b"u8, (long?)null);
        writer.WriteOptional("c"u8, (ulong?)null);
        writer.WriteOptional("d"u8, (bool?)null);
        writer.WriteFlag("e"u8, false);
        writer.WriteStrings("f"u8, []);
        writer.WriteStringMap("g"u8, new Dictionary<string, string>(StringComparer.Ordinal));
        writer.WriteOptional("h"u8, (bool?)false);
        writer.WriteEndObject();

        Assert.Equal("""{"h":false}"""u8, writer.Written);
    }

    private static void WriteContainer(Random random, Utf8JsonWriter expected, JsonTextWriter actual, string? name, int depth)
    {
        bool isObject = random.Next(2) == 0;
        if (name is not null)
        {
            expected.WritePropertyName(name);
            actual.WritePropertyName(name);
        }

        if (isObject)
        {
            expected.WriteStartObject();
            actual.WriteStartObject();
        }
        else
        {
            expected.WriteStartArray();
            actual.WriteStartArray();
        }

        for (int i = random.Next(4); i > 0; i--)
        {
            string? member = isObject ? Texts[random.Next(Texts.Length)] : null;
            if (depth < 5 && random.Next(2) == 0)
            {
                WriteContainer(random, expected, actual, member, depth + 1);
            }
            else
            {
                WriteScalar(random, expected, actual, member);
            }
        }

        if (isObject)
        {
            expected.WriteEndObject();
            actual.WriteEndObject();
        }
        else
        {
            expected.WriteEndArray();
            actual.WriteEndArray();
        }
    }

    private static void WriteScalar(Random random, Utf8JsonWriter expected, JsonTextWriter actual, string? name)
    {
        if (name is not null)
        {
            expected.WritePropertyName(name);
            actual.WritePropertyName(name);
        }

        string text = Texts[random.Next(Texts.Length)];
        long number = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        switch (random.Next(6))
        {
            case 0:
                expected.WriteStringValue(text);
                actual.WriteStringValue(text);
                break;
            case 1:
                expected.WriteNumberValue(number);
                actual.WriteNumberValue(number);
                break;
            case 2:
                expected.WriteNumberValue((ulong)number);
                actual.WriteNumberValue((ulong)number);
                break;
            case 3:
                expected.WriteNumberValue(number / 1000m);
                actual.WriteNumberValue(number / 1000m);
                break;
            case 4:
                expected.WriteBooleanValue(number > 0);
                actual.WriteBooleanValue(number > 0);
                break;
            default:
                expected.WriteNullValue();
                actual.WriteNullValue();
                break;
        }
    }
}
