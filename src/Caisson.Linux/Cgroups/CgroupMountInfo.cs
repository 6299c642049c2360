using System.Globalization;

namespace Caisson.Linux.Cgroups;

/// <summary>
/// Finds the cgroup mounts in <c>/proc/PID/mountinfo</c> (proc_pid_mountinfo(5)):
/// <code>
/// 34 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:15 - cgroup cgroup rw,memory
/// (id)(parent)(device)(root)(mount point)(options)(optional fields…) - (type)(source)(super options)
/// </code>
/// Spaces, tabs, newlines and backslashes in paths are octal escapes such as <c>\040</c>.
/// </summary>
internal static class CgroupMountInfo
{
    internal static IReadOnlyList<CgroupHierarchy> Parse(string text)
    {
        var candidates = new List<Candidate>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (Candidate.TryParse(line, out Candidate candidate))
            {
                candidates.Add(candidate);
            }
        }

        // Only mounts on the way to a cgroup mount matter further: they can hide it, or it is mounted on them.
        var ways = new List<Way>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (Way.TryParse(line, out Way way, candidates))
            {
                ways.Add(way);
            }
        }

        var hierarchies = new List<CgroupHierarchy>(candidates.Count);
        foreach (Candidate candidate in candidates)
        {
            if (!IsHidden(candidate, ways))
            {
                Add(hierarchies, candidate.Hierarchy);
            }
        }

        return hierarchies;
    }

    // The same hierarchy may be mounted several times (binds into chroots, nested engines): the place where distributions
    // mount it wins, then the mount that shows more of the tree, then the first.
    private static void Add(List<CgroupHierarchy> hierarchies, CgroupHierarchy found)
    {
        int known = hierarchies.FindIndex(h => h.IsUnified == found.IsUnified && (h.IsUnified || Overlaps(h, found)));
        if (known < 0)
        {
            hierarchies.Add(found);
        }
        else if (Rank(found) > Rank(hierarchies[known]))
        {
            hierarchies[known] = found;
        }
    }

    private static bool Overlaps(CgroupHierarchy one, CgroupHierarchy other)
    {
        foreach (string controller in one.Controllers)
        {
            if (other.Has(controller))
            {
                return true;
            }
        }

        return false;
    }

    private static int Rank(CgroupHierarchy hierarchy) =>
        (IsAtOrBelow(hierarchy.MountPoint, CgroupLayout.DefaultMountPoint) ? 2 : 0)
        + (string.Equals(hierarchy.Root, "/", StringComparison.Ordinal) ? 1 : 0);

    // Walks from the mount up to the root. What is mounted beside a mount on this way, at its place or above it in the same parent, hides
    // it; so does what is mounted on the candidate's own root. What is mounted elsewhere does not, even at the same path: it may be hidden
    // itself, as the old mounts are under a new tmpfs on /sys/fs/cgroup.
    private static bool IsHidden(in Candidate candidate, List<Way> ways)
    {
        Way below = new(candidate.Id, candidate.Parent, candidate.Hierarchy.MountPoint);
        foreach (Way way in ways)
        {
            if (way.Parent == below.Id && string.Equals(way.MountPoint, below.MountPoint, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // Bounded by the number of mounts: in a damaged text with a cycle there is no way to the root.
        for (int steps = 0; steps < ways.Count; steps++)
        {
            Way? parent = null;
            foreach (Way way in ways)
            {
                if (way.Id == below.Parent && way.Id != below.Id)
                {
                    parent = way;
                }
                else if (way.Parent == below.Parent && way.Id != below.Id && way.Id != way.Parent && IsAtOrBelow(below.MountPoint, way.MountPoint))
                {
                    return true;
                }
            }

            if (parent is null)
            {
                return false;
            }

            below = parent.Value;
        }

        return true;
    }

    private static bool IsAtOrBelow(ReadOnlySpan<char> path, ReadOnlySpan<char> top) =>
        path.StartsWith(top)
        && (path.Length == top.Length || top.EndsWith('/') || path[top.Length] == '/');

    /// <summary>A mount on the way to a cgroup mount, or one of these itself.</summary>
    private readonly record struct Way(int Id, int Parent, string MountPoint)
    {
        internal static bool TryParse(ReadOnlySpan<char> line, out Way way, List<Candidate> candidates)
        {
            way = default;
            Span<Range> fields = stackalloc Range[6];
            if (line.Split(fields, ' ') < 6
                || !int.TryParse(line[fields[0]], NumberStyles.None, provider: null, out int id)
                || !int.TryParse(line[fields[1]], NumberStyles.None, provider: null, out int parent))
            {
                return false;
            }

            ReadOnlySpan<char> raw = line[fields[4]];
            ReadOnlySpan<char> mountPoint = raw.Contains('\\') ? Unescape(raw) : raw;
            foreach (Candidate candidate in candidates)
            {
                if (IsAtOrBelow(candidate.Hierarchy.MountPoint, mountPoint))
                {
                    way = new(id, parent, mountPoint.ToString());
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>A cgroup mount.</summary>
    private readonly record struct Candidate(int Id, int Parent, CgroupHierarchy Hierarchy)
    {
        internal static bool TryParse(ReadOnlySpan<char> line, out Candidate candidate)
        {
            candidate = default;
            int separator = line.IndexOf(" - cgroup", StringComparison.Ordinal);
            if (separator < 0)
            {
                return false;
            }

            Span<Range> left = stackalloc Range[6], right = stackalloc Range[4];
            ReadOnlySpan<char> before = line[..separator], after = line[(separator + 3)..];
            if (before.Split(left, ' ') < 6
                || !int.TryParse(before[left[0]], NumberStyles.None, provider: null, out int id)
                || !int.TryParse(before[left[1]], NumberStyles.None, provider: null, out int parent)
                || after.Split(right, ' ') < 3)
            {
                return false;
            }

            ReadOnlySpan<char> type = after[right[0]];
            bool unified = type.SequenceEqual("cgroup2");
            if (!unified && !type.SequenceEqual("cgroup"))
            {
                return false;
            }

            IReadOnlyList<string> controllers = unified ? [] : ControllersOf(after[right[2]]);
            candidate = new(id, parent, new(Unescape(before[left[4]]), Unescape(before[left[3]]), controllers, unified));
            return true;
        }

        // "rw,cpu,cpuacct", "rw,xattr,release_agent=/lib/systemd/systemd-cgroups-agent,name=systemd"
        private static List<string> ControllersOf(ReadOnlySpan<char> superOptions)
        {
            var controllers = new List<string>(2);
            foreach (Range part in superOptions.Split(','))
            {
                ReadOnlySpan<char> option = superOptions[part];
                if (option.StartsWith("name=")
                    || option is not ("rw" or "ro" or "none" or "all" or "xattr" or "noprefix" or "clone_children" or "cpuset_v2_mode"
                        or "favordynmods" or "nofavordynmods" or "seclabel" or "" or "sync" or "dirsync" or "mand" or "lazytime")
                    && !option.Contains('='))
                {
                    controllers.Add(option.ToString());
                }
            }

            return controllers;
        }
    }

    private static string Unescape(ReadOnlySpan<char> path)
    {
        if (path.IndexOf('\\') < 0)
        {
            return path.ToString();
        }

        var result = new System.Text.StringBuilder(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 3 < path.Length && IsOctal(path[i + 1]) && IsOctal(path[i + 2]) && IsOctal(path[i + 3]))
            {
                result.Append((char)(((path[i + 1] - '0') << 6) + ((path[i + 2] - '0') << 3) + (path[i + 3] - '0')));
                i += 3;
            }
            else
            {
                result.Append(path[i]);
            }
        }

        return result.ToString();
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
