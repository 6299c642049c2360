using System.Text;

namespace Caisson.Mounts;

/// <summary>One line of comma-separated values (RFC 4180): a field that starts with a double quote ends with one, and holds commas, line
/// breaks and doubled double quotes.</summary>
internal static class CsvRecord
{
    /// <summary>The fields, or null when a quote stands where none may be.</summary>
    internal static List<string>? Parse(string text)
    {
        var fields = new List<string>();
        int at = 0;
        while (true)
        {
            int next = at < text.Length && text[at] == '"' ? Quoted(text, at, fields) : Bare(text, at, fields);
            if (next < 0)
                return null;
            if (next == text.Length)
                return fields;
            at = next + 1;
        }
    }

    private static int Bare(string text, int start, List<string> fields)
    {
        int end = text.IndexOf(',', start);
        if (end < 0)
            end = text.Length;
        string field = text[start..end];
        fields.Add(field);
        return field.Contains('"') ? -1 : end;
    }

    private static int Quoted(string text, int start, List<string> fields)
    {
        var field = new StringBuilder();
        int at = start + 1;
        while (true)
        {
            int quote = text.IndexOf('"', at);
            if (quote < 0)
                return -1;
            field.Append(text, at, quote - at);
            at = quote + 1;
            if (at == text.Length || text[at] == ',')
                break;
            if (text[at] != '"')
                return -1;
            field.Append('"');
            at++;
        }

        fields.Add(field.ToString());
        return at;
    }
}
