using System.Globalization;

namespace Caisson.Linux.Cgroups;

/// <summary>One line of <c>/proc/PID/cgroup</c>: the cgroup that a process is in, in one hierarchy.</summary>
/// <param name="HierarchyId">0 is version 2.</param>
/// <param name="Controllers">Empty for version 2; <c>name=…</c> for a named hierarchy.</param>
/// <param name="Path">Relative to the top that the reader's cgroup namespace shows; <c>/../…</c> is outside of it.</param>
public sealed record CgroupMembership(int HierarchyId, IReadOnlyList<string> Controllers, string Path)
{
    private const string DeletedMark = " (deleted)";

    /// <summary>
    /// Parses the text of <c>/proc/PID/cgroup</c> (cgroups(7)), <c>hierarchy-ID:controller-list:cgroup-path</c>:
    /// <code>
    /// 4:memory:/user.slice
    /// 1:name=systemd:/init.scope
    /// 0::/user.slice/a:b
    /// </code>
    /// A path may contain colons; of a removed cgroup it ends in <c> (deleted)</c>, which is cut off. Lines of another form are skipped.
    /// </summary>
    public static IReadOnlyList<CgroupMembership> Parse(string text)
    {
        var memberships = new List<CgroupMembership>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int first = line.IndexOf(':');
            int length = first < 0 ? -1 : line[(first + 1)..].IndexOf(':');
            if (length < 0 || !int.TryParse(line[..first], NumberStyles.None, provider: null, out int id))
            {
                continue;
            }

            string controllers = line.Slice(first + 1, length).ToString();
            string path = line[(first + length + 2)..].ToString();
            if (path.EndsWith(DeletedMark, StringComparison.Ordinal))
            {
                path = path[..^DeletedMark.Length];
            }

            memberships.Add(new(id, controllers.Length == 0 ? [] : controllers.Split(','), path));
        }

        return memberships;
    }

    /// <summary>Where a process is; an empty list when it is gone.</summary>
    public static IReadOnlyList<CgroupMembership> OfProcess(int pid) =>
        CgroupCalls.TryReadText(null, $"/proc/{pid}/cgroup", out string text) == Errno.None ? Parse(text) : [];
}
