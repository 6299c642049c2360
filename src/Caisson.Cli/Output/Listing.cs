using System.Text.Json;
using Caisson.Cli.Templates;

namespace Caisson.Cli.Output;

/// <summary>Prints the rows of ps, images and other listings: a table, only the names, JSON lines, or by a template.</summary>
internal sealed class Listing<TRow>(IReadOnlyList<ListingColumn<TRow>> columns, string quietField)
{
    private const string TablePrefix = "table";

    /// <summary>Prints the rows.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">What.</param>
    /// <param name="format"><c>--format</c>: null or <c>table</c>, <c>json</c>, a template, or <c>table</c> and a template.</param>
    /// <param name="isQuiet"><c>-q</c>: only the identifying field; wins over the format.</param>
    /// <exception cref="TemplateException">The template does not fit; nothing has been printed.</exception>
    public void Write(TextOutput output, IReadOnlyList<TRow> rows, string? format, bool isQuiet)
    {
        if (isQuiet)
        {
            ListingColumn<TRow> id = columns.First(column => string.Equals(column.Field, quietField, StringComparison.Ordinal));
            foreach (TRow row in rows)
            {
                output.WriteLine(Printable.Escape(id.Text(row)));
            }
        }
        else if (format is null or "" or TablePrefix)
        {
            ListingColumn<TRow>[] shown = [.. columns.Where(column => column.IsDefault)];
            TextTable.Write(output, [
                shown.Select(column => column.Header).ToArray(),
                .. rows.Select(row => shown.Select(column => column.Text(row)).ToArray()),
            ]);
        }
        else if (format is "json")
        {
            foreach (TRow row in rows)
            {
                using JsonDocument document = ToJson(column => column.Text(row));
                output.WriteLine(document.RootElement.GetRawText());
            }
        }
        else if (format.StartsWith(TablePrefix + " ", StringComparison.Ordinal))
        {
            WriteTable(output, rows, format[(TablePrefix.Length + 1)..].Trim());
        }
        else
        {
            IReadOnlyList<TemplateNode> template = TemplateParser.Parse(Unescape(format));
            string[] lines = [.. rows.Select(row => Print(template, column => column.Text(row)))];
            foreach (string line in lines)
            {
                output.WriteLine(line);
            }
        }
    }

    private void WriteTable(TextOutput output, IReadOnlyList<TRow> rows, string format)
    {
        // Cells are cut apart in the template, not in what it prints: a value with a tab in it stays one cell.
        IReadOnlyList<TemplateNode>[] cells = [.. Unescape(format).Split('\t').Select(TemplateParser.Parse)];
        TextTable.Write(output, [
            cells.Select(cell => Print(cell, column => column.Header)).ToArray(),
            .. rows.Select(row => cells.Select(cell => Print(cell, column => column.Text(row))).ToArray()),
        ]);
    }

    private string Print(IReadOnlyList<TemplateNode> template, Func<ListingColumn<TRow>, string> text)
    {
        using JsonDocument document = ToJson(text);
        return TemplateEvaluator.Print(template, document.RootElement);
    }

    private JsonDocument ToJson(Func<ListingColumn<TRow>, string> text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
        {
            writer.WriteStartObject();
            foreach (ListingColumn<TRow> column in columns)
            {
                writer.WriteString(column.Field, text(column));
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.ToArray());
    }

    // A shell passes \t and \n on as they are; Docker's listings accept them.
    private static string Unescape(string format) =>
        format.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
}
