using System.Globalization;
using System.Text;

namespace Caisson.Runtime.Cgroups;

/// <summary>Text from a bundle in an error message: one line, no control characters, not endless.</summary>
internal static class Printable
{
    private const int Longest = 200;

    internal static string Quote(string text)
    {
        var result = new StringBuilder("'");
        foreach (char c in text.Length > Longest ? text.AsSpan(0, Longest) : text)
        {
            if (char.IsControl(c))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
            else
            {
                result.Append(c);
            }
        }

        return result.Append(text.Length > Longest ? "…'" : "'").ToString();
    }
}
