namespace Caisson.Users;

/// <summary>
/// Finds out what a user's name means in a container, from the texts of the container's own <c>/etc/passwd</c> and <c>/etc/group</c>. The texts
/// are hostile: lines that do not follow the format are skipped, and whatever is found is data, never a path to open.
/// </summary>
public static class UserResolver
{
    // NGROUPS_MAX of linux/limits.h.
    private const int MaximumGroups = 65_536;

    /// <summary>
    /// Resolves a user. Ids work without files; an id that the passwd file has gets its group, home and memberships; without an entry its
    /// group is 0, as in Docker. A group that was asked for replaces the primary group and the memberships.
    /// </summary>
    /// <param name="user"><c>USER[:GROUP]</c>; null or empty is root.</param>
    /// <param name="additionalGroups">Further groups by name or id.</param>
    /// <param name="passwd">The passwd file's text; null when there is none.</param>
    /// <param name="group">The group file's text; null when there is none.</param>
    /// <exception cref="UsageException">A name is in neither file, or the form is wrong.</exception>
    public static UserIdentity Resolve(string? user, IReadOnlyList<string> additionalGroups, string? passwd, string? group)
    {
        ArgumentNullException.ThrowIfNull(additionalGroups);
        UserRequest request = UserRequest.Parse(user ?? "");
        uint uid = 0;
        uint gid = 0;
        string home = "/";
        ReadOnlySpan<char> name = default;
        if (TryFindUser(passwd, request.User, out PasswdEntry entry))
        {
            uid = entry.Uid;
            gid = entry.Gid;
            name = entry.Name;
            home = entry.Home.StartsWith('/') ? entry.Home.ToString() : home;
        }
        else if (request.User.Length > 0 && !UserRequest.TryId(request.User, out uid))
        {
            throw new UsageException($"unable to find user {Shown(request.User)}: no matching entry in passwd file");
        }

        if (request.Group.Length > 0)
            gid = FindGroup(group, request.Group);
        var gids = new List<uint> { gid };
        if (request.Group.Length == 0 && !name.IsEmpty)
            AddMemberships(gids, group, name);
        foreach (string additional in additionalGroups)
            Add(gids, FindGroup(group, additional));
        return new UserIdentity { Uid = uid, Gid = gid, AdditionalGids = gids, Home = home };
    }

    private static bool TryFindUser(string? passwd, string user, out PasswdEntry found)
    {
        bool isId = UserRequest.TryId(user, out uint id) || user.Length == 0;
        ReadOnlySpan<char> text = passwd;
        foreach (Range line in text.Split('\n'))
        {
            if (PasswdEntry.TryParse(text[line].Trim(), out found) && (found.Name.SequenceEqual(user) || (isId && found.Uid == id)))
                return true;
        }

        found = default;
        return false;
    }

    private static uint FindGroup(string? groups, string group)
    {
        bool isId = UserRequest.TryId(group, out uint id);
        ReadOnlySpan<char> text = groups;
        foreach (Range line in text.Split('\n'))
        {
            if (GroupEntry.TryParse(text[line].Trim(), out GroupEntry entry) && (entry.Name.SequenceEqual(group) || (isId && entry.Gid == id)))
                return entry.Gid;
        }

        return isId ? id : throw new UsageException($"unable to find group {Shown(group)}: no matching entry in group file");
    }

    private static void AddMemberships(List<uint> gids, string? groups, ReadOnlySpan<char> user)
    {
        ReadOnlySpan<char> text = groups;
        foreach (Range line in text.Split('\n'))
        {
            if (GroupEntry.TryParse(text[line].Trim(), out GroupEntry entry) && entry.HasMember(user))
                Add(gids, entry.Gid);
        }
    }

    private static void Add(List<uint> gids, uint gid)
    {
        if (gids.Contains(gid))
            return;
        if (gids.Count == MaximumGroups)
            throw new UsageException($"more than {MaximumGroups} groups for one user");
        gids.Add(gid);
    }

    private static string Shown(string name)
    {
        string quoted = Quoted.Text(name);
        return quoted.Length == name.Length + 2 ? name : quoted;
    }
}
