namespace Caisson.Users;

/// <summary>A line of a group file: <c>name:password:gid:member,member</c> (group(5)).</summary>
internal readonly ref struct GroupEntry
{
    private readonly ReadOnlySpan<char> _members;

    private GroupEntry(ReadOnlySpan<char> name, uint gid, ReadOnlySpan<char> members)
    {
        Name = name;
        Gid = gid;
        _members = members;
    }

    internal ReadOnlySpan<char> Name { get; }

    internal uint Gid { get; }

    /// <summary>Reads a line; false for comments and for anything without a name and an id.</summary>
    internal static bool TryParse(ReadOnlySpan<char> line, out GroupEntry entry)
    {
        entry = default;
        Span<Range> fields = stackalloc Range[5];
        int count = line.Split(fields, ':');
        if (count < 3 || line[fields[0]].IsEmpty || line[0] == '#' || !Digits.TryParse(line[fields[2]], UserRequest.MaximumId, out uint gid))
            return false;
        entry = new GroupEntry(line[fields[0]], gid, count > 3 ? line[fields[3]] : default);
        return true;
    }

    internal bool HasMember(ReadOnlySpan<char> user)
    {
        foreach (Range member in _members.Split(','))
        {
            if (_members[member].SequenceEqual(user))
                return true;
        }

        return false;
    }
}
