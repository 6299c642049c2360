using System.Text;

namespace Caisson;

/// <summary>Quotes what a user said for a one-line message.</summary>
internal static class Quoted
{
    private const int MaximumLength = 200;

    /// <summary>The text in double quotes, control characters escaped, so that no value can forge a second line or drive a terminal; long
    /// values are shortened.</summary>
    internal static string Text(ReadOnlySpan<char> text)
    {
        bool isShortened = text.Length > MaximumLength;
        var result = new StringBuilder("\"", text.Length + 2);
        foreach (char c in isShortened ? text[..MaximumLength] : text)
        {
            _ = c switch
            {
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '"' or '\\' => result.Append('\\').Append(c),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c) => result.Append($"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append(isShortened ? "…\"" : "\"").ToString();
    }
}
