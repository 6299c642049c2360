namespace Caisson.Mounts;

/// <summary>
/// An absolute path that a user gave, made lexically simple: no <c>.</c>, <c>..</c>, doubled or trailing slashes. It is only a name: whoever
/// opens it inside a container does so with openat2(2) and RESOLVE_IN_ROOT.
/// </summary>
public static class AbsolutePath
{
    // PATH_MAX of linux/limits.h, with the terminating zero.
    private const int MaximumLength = 4095;

    /// <summary>Returns the simplified path, or says what is wrong with it.</summary>
    /// <param name="what">What it is, for the message: <c>mount target</c>.</param>
    /// <param name="text">The path.</param>
    /// <exception cref="UsageException">It is not absolute, too long, or has a zero character.</exception>
    public static string Parse(string what, string text)
    {
        if (!text.StartsWith('/'))
            throw new UsageException($"invalid {what} {Quoted.Text(text)}: it must be an absolute path");
        if (text.Length > MaximumLength)
            throw new UsageException($"invalid {what} {Quoted.Text(text)}: at most {MaximumLength} characters");
        if (text.Contains('\0'))
            throw new UsageException($"invalid {what} {Quoted.Text(text)}: a zero character is not allowed");
        return IsSimple(text) ? text : Simplify(text);
    }

    /// <summary>Whether a path is another or lies below it; both simplified.</summary>
    internal static bool IsAtOrBelow(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal) &&
        (path.Length == ancestor.Length || ancestor.Length == 1 || path[ancestor.Length] == '/');

    private static bool IsSimple(string path) => path.Length == 1 ||
        (!path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal));

    private static string Simplify(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part is not "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return "/" + string.Join('/', parts);
    }
}
