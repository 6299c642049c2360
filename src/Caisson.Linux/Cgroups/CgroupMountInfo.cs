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
        var lines = new List<MountLine>();
        var candidates = new List<MountLine>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (MountLine.TryParse(line, out MountLine mount))
            {
                lines.Add(mount);
                if (mount.Controllers is not null)
                {
                    candidates.Add(mount);
                }
            }
        }

        var hierarchies = new List<CgroupHierarchy>();
        foreach (MountLine candidate in candidates)
        {
            if (!IsHidden(candidate, lines))
            {
                Add(hierarchies, new(candidate.MountPoint, candidate.Root, candidate.Controllers!, candidate.IsUnified));
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

    // Another mount on the way to this one hides it, unless this one is mounted (transitively) on that.
    private static bool IsHidden(in MountLine candidate, List<MountLine> lines)
    {
        foreach (MountLine other in lines)
        {
            if (other.Id != candidate.Id && IsAtOrBelow(candidate.MountPoint, other.MountPoint) && !IsAncestor(other, candidate, lines))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAncestor(in MountLine ancestor, in MountLine mount, List<MountLine> lines)
    {
        // Bounded by the number of mounts: a damaged text may contain a cycle.
        int parent = mount.Parent;
        for (int steps = 0; steps <= lines.Count; steps++)
        {
            if (parent == ancestor.Id)
            {
                return true;
            }

            int index = lines.FindIndex(line => line.Id == parent);
            if (index < 0)
            {
                return false;
            }

            parent = lines[index].Parent;
        }

        return false;
    }

    private static bool IsAtOrBelow(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal)
        && (path.Length == top.Length || top.EndsWith('/') || path[top.Length] == '/');

    private readonly record struct MountLine(
        int Id, int Parent, string Root, string MountPoint, IReadOnlyList<string>? Controllers, bool IsUnified)
    {
        internal static bool TryParse(ReadOnlySpan<char> line, out MountLine mount)
        {
            mount = default;
            int separator = line.IndexOf(" - ", StringComparison.Ordinal);
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
            IReadOnlyList<string>? controllers =
                unified ? [] : type.SequenceEqual("cgroup") ? ControllersOf(after[right[2]]) : null;
            mount = new(id, parent, controllers is null ? "" : Unescape(before[left[3]]), Unescape(before[left[4]]), controllers, unified);
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
}
