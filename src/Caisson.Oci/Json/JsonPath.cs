using System.Text;

namespace Caisson.Oci.Json;

/// <summary>How a place in a document is written in a message. Names come from outside: they are cut and made printable.</summary>
internal static class JsonPath
{
    private const int LongestName = 64;

    internal static void AppendMember(StringBuilder path, ReadOnlySpan<byte> name)
    {
        if (IsPlain(name))
        {
            if (path.Length > 0)
            {
                path.Append('.');
            }

            foreach (byte c in name)
            {
                path.Append((char)c);
            }
        }
        else
        {
            path.Append("[\"");
            AppendPrintable(path, Encoding.UTF8.GetString(name));
            path.Append("\"]");
        }
    }

    /// <summary>Text from a document as a message may show it: one line, bounded.</summary>
    internal static string Printable(string text)
    {
        StringBuilder builder = new();
        AppendPrintable(builder, text);
        return builder.ToString();
    }

    private static void AppendPrintable(StringBuilder builder, string text)
    {
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestName)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
            {
                builder.Append("\\u").Append(((int)c).ToString("x4"));
            }
            else if (c is '"' or '\\')
            {
                builder.Append('\\').Append(c);
            }
            else
            {
                builder.Append(c);
            }
        }

        if (text.Length > LongestName)
        {
            builder.Append('…');
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > LongestName)
        {
            return false;
        }

        foreach (byte c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '_' && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
