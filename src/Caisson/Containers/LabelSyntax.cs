using Caisson.Processes;

namespace Caisson.Containers;

/// <summary>The grammar of <c>--label</c>, <c>--annotation</c> and the lines of a <c>--label-file</c>: <c>KEY=value</c>, or <c>KEY</c> with an
/// empty value.</summary>
public static class LabelSyntax
{
    /// <summary>Parses one label.</summary>
    /// <exception cref="UsageException">The key is empty.</exception>
    public static KeyValuePair<string, string> Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (text.Length == 0 || equals == 0)
            throw new UsageException($"invalid label {Quoted.Text(text)}: the key is empty");
        return equals < 0 ? KeyValuePair.Create(text, "") : KeyValuePair.Create(text[..equals], text[(equals + 1)..]);
    }

    /// <summary>Parses the text of a <c>--label-file</c>: one label a line; blank lines and lines that start with <c>#</c> are skipped.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="UsageException">A line has no key, or a key with a space.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseFile(string text, string file)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (KeyValueLine line in new KeyValueLines(text, file))
            labels.Add(KeyValuePair.Create(line.Key, line.Value ?? ""));
        return labels;
    }
}
