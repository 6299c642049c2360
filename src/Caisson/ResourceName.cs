namespace Caisson;

/// <summary>
/// The one grammar for names of containers, volumes and networks: an ASCII letter or digit, then letters, digits, <c>_</c>, <c>.</c> and
/// <c>-</c>, at most <see cref="MaximumLength"/> in all. Such a name is never a path, an option or more than one line.
/// </summary>
public static class ResourceName
{
    /// <summary>The longest name.</summary>
    public const int MaximumLength = 128;

    /// <summary>Whether a text is a name.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength || !char.IsAsciiLetterOrDigit(text[0]))
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Returns the name, or says what is wrong with it.</summary>
    /// <param name="kind">What it names, for the message: <c>container</c>, <c>volume</c>, <c>network</c>.</param>
    /// <param name="text">The name.</param>
    /// <exception cref="UsageException">It is not a name.</exception>
    public static string Parse(string kind, string text) => IsValid(text)
        ? text
        : throw new UsageException(
            $"invalid {kind} name {Quoted.Text(text)}: allowed are 1 to {MaximumLength} letters, digits, '_', '.' and '-', the first a letter or digit");
}
