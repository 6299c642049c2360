namespace Caisson.Processes;

/// <summary>
/// The grammar of <c>-e</c> and of the lines of an <c>--env-file</c>: <c>NAME=value</c>, or <c>NAME</c> to take the caller's. Values are never
/// put into messages, for they may be secrets.
/// </summary>
public static class EnvironmentSyntax
{
    /// <summary>Parses one <c>-e</c>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="lookup">The caller's environment: a variable's value, or null.</param>
    /// <returns><c>NAME=value</c>, or <c>NAME</c> alone when the caller does not have it either, which removes it from the container.</returns>
    /// <exception cref="UsageException">The name is empty, or there is a zero character.</exception>
    public static string Parse(string text, Func<string, string?> lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        int equals = text.IndexOf('=');
        string name = equals < 0 ? text : text[..equals];
        if (name.Length == 0)
            throw new UsageException("invalid environment variable: the name before '=' is empty");
        if (text.Contains('\0'))
            throw new UsageException($"invalid environment variable {Quoted.Text(name)}: a zero character is not allowed");
        if (equals >= 0)
            return text;
        return lookup(name) is { } value ? $"{name}={value}" : name;
    }

    /// <summary>
    /// Parses the text of an <c>--env-file</c>: one variable a line, blank lines and lines that start with <c>#</c> are skipped, space before
    /// the name too; a name alone takes the caller's value, and is skipped when there is none. Values are kept as they are: no quotes,
    /// no escapes, no comments behind them.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="lookup">The caller's environment: a variable's value, or null.</param>
    /// <exception cref="UsageException">A line has no name, or a name with a space.</exception>
    public static IReadOnlyList<string> ParseFile(string text, string file, Func<string, string?> lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        var variables = new List<string>();
        foreach (KeyValueLine line in new KeyValueLines(text, file))
        {
            if ((line.Value ?? lookup(line.Key)) is { } value)
                variables.Add($"{line.Key}={value}");
        }

        return variables;
    }
}
