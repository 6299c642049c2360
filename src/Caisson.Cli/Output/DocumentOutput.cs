using System.Text.Json;
using Caisson.Cli.Templates;

namespace Caisson.Cli.Output;

/// <summary>Prints a JSON document as <c>--format</c> asks: on one line, or by a template.</summary>
internal static class DocumentOutput
{
    /// <summary>Prints what <paramref name="write"/> writes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format"><c>json</c> or a template.</param>
    /// <param name="write">Writes the document.</param>
    /// <exception cref="TemplateException">The template does not fit.</exception>
    public static void Write(TextOutput output, string format, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
        {
            write(writer);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.ToArray());
        output.WriteLine(format is "json"
            ? document.RootElement.GetRawText()
            : TemplateEvaluator.Print(TemplateParser.Parse(format), document.RootElement));
    }
}
