using System.Text.Json;
using Caisson.Cli.Templates;

namespace Caisson.Cli.Output;

/// <summary>The documents of an inspect command: an indented array, an array on one line (<c>json</c>), or each by a template.</summary>
internal sealed class Inspection
{
    private readonly List<byte[]> _documents = [];

    /// <summary>Adds a document.</summary>
    public void Add(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
        {
            write(writer);
        }

        _documents.Add(buffer.ToArray());
    }

    /// <summary>Prints all documents.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">Null, <c>json</c> or a template.</param>
    /// <exception cref="TemplateException">The template does not fit.</exception>
    public void Print(TextOutput output, string? format)
    {
        if (format is null or "" or "json")
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, format is "json" ? JsonStyle.Compact : JsonStyle.Indented))
            {
                writer.WriteStartArray();
                foreach (byte[] content in _documents)
                {
                    using JsonDocument document = JsonDocument.Parse(content);
                    document.RootElement.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            output.WriteLine("");
            return;
        }

        IReadOnlyList<TemplateNode> template = TemplateParser.Parse(format);
        foreach (byte[] content in _documents)
        {
            using JsonDocument document = JsonDocument.Parse(content);
            output.WriteLine(TemplateEvaluator.Print(template, document.RootElement));
        }
    }
}
