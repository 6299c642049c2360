using System.Text;

namespace Caisson.Images;

/// <summary>Names from archives as a message may show them: one line, bounded.</summary>
internal static class PrintableText
{
    private const int Longest = 200;

    internal static string Of(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            // Lone low surrogates stand for bytes that are not UTF-8 (Caisson.Linux.Files.FileName).
            if (c is >= '\uDC80' and <= '\uDCFF')
            {
                shown.Append($"\\x{c - 0xDC00:x2}");
            }
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
            {
                shown.Append($"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.Append(text.Length > Longest ? "…\"" : "\"").ToString();
    }
}
