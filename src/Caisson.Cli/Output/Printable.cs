using System.Globalization;
using System.Text;

namespace Caisson.Cli.Output;

/// <summary>Makes text from images and containers safe to show on a terminal and within one line.</summary>
internal static class Printable
{
    /// <summary>
    /// Escapes control characters, line separators and characters that change the direction of the text (CVE-2021-42574), as <c>\x1b</c>
    /// and <c>\u202e</c>.
    /// </summary>
    public static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && !IsUnsafe(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var result = new StringBuilder(text, 0, first, text.Length + 8);
        foreach (char c in text.AsSpan(first))
        {
            _ = c switch
            {
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when !IsUnsafe(c) => result.Append(c),
                <= '\xff' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        return result.ToString();
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
