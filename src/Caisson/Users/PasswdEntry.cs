namespace Caisson.Users;

/// <summary>A line of a passwd file: <c>name:password:uid:gid:gecos:home:shell</c> (passwd(5)).</summary>
internal readonly ref struct PasswdEntry
{
    private PasswdEntry(ReadOnlySpan<char> name, uint uid, uint gid, ReadOnlySpan<char> home)
    {
        Name = name;
        Uid = uid;
        Gid = gid;
        Home = home;
    }

    internal ReadOnlySpan<char> Name { get; }

    internal uint Uid { get; }

    internal uint Gid { get; }

    internal ReadOnlySpan<char> Home { get; }

    /// <summary>Reads a line; false for comments and for anything without a name and two ids: a broken id is never taken for root's.</summary>
    internal static bool TryParse(ReadOnlySpan<char> line, out PasswdEntry entry)
    {
        entry = default;
        Span<Range> fields = stackalloc Range[8];
        int count = line.Split(fields, ':');
        if (count < 4 || line[fields[0]].IsEmpty || line[0] == '#' ||
            !Digits.TryParse(line[fields[2]], UserRequest.MaximumId, out uint uid) ||
            !Digits.TryParse(line[fields[3]], UserRequest.MaximumId, out uint gid))
        {
            return false;
        }

        entry = new PasswdEntry(line[fields[0]], uid, gid, count > 5 ? line[fields[5]] : default);
        return true;
    }
}
