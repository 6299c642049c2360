namespace Caisson.Users;

/// <summary>A user that somebody asked for: <c>USER[:GROUP]</c>, each a name or an id.</summary>
/// <param name="User">A name or id; empty is the default user, root.</param>
/// <param name="Group">A name or id; empty takes the user's.</param>
public readonly record struct UserRequest(string User, string Group)
{
    /// <summary>The largest id that may be asked for, 2^31-1, as in moby and runc.</summary>
    public const uint MaximumId = int.MaxValue;

    /// <summary>Parses <c>USER[:GROUP]</c>; an empty text is the default user.</summary>
    /// <exception cref="UsageException">It has another form, or an id is out of range.</exception>
    public static UserRequest Parse(string text)
    {
        int colon = text.IndexOf(':');
        string user = colon < 0 ? text : text[..colon];
        string group = colon < 0 ? "" : text[(colon + 1)..];
        Check(text, user);
        Check(text, group);
        return new UserRequest(user, group);
    }

    /// <summary>Whether a name is an id.</summary>
    internal static bool TryId(string name, out uint id) => Digits.TryParse(name, MaximumId, out id);

    // A name is looked up, not written anywhere; but one with a colon, line break or zero can never be in a passwd file, and digits
    // beyond the range must not fall back to a name.
    private static void Check(string text, string name)
    {
        if (name.AsSpan().IndexOfAny("\0\n:") >= 0)
            throw new UsageException($"invalid user {Quoted.Text(text)}: allowed is USER[:GROUP], names or ids");
        if (name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('0', '9') && !TryId(name, out _))
            throw new UsageException($"invalid user {Quoted.Text(text)}: ids are 0 to {MaximumId}");
    }
}
