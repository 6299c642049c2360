using Caisson.Linux;
using Caisson.Linux.Cgroups;
using Caisson.Linux.Files;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// Makes controllers available in a cgroup of version 2: each ancestor must pass them on through cgroup.subtree_control, and except for
/// the root none of these may hold processes itself (cgroups(7), "no internal processes").
/// </summary>
internal static class UnifiedDelegation
{
    private const string Passed = "cgroup.subtree_control";

    internal static void Enable(CgroupPlace place, CgroupLayout layout, CgroupPlan plan)
    {
        var required = new List<string>();
        foreach (CgroupWrite write in plan.Writes)
        {
            if (place.Hierarchy.Has(write.Controller) && !required.Contains(write.Controller, StringComparer.Ordinal))
            {
                required.Add(write.Controller);
            }
        }

        // Alone, version 2 also counts for statistics. In the hybrid layout each controller there is an exception.
        IReadOnlyList<string> wanted = layout.Kind == CgroupLayoutKind.Unified ? place.Hierarchy.Controllers : required;
        int last = place.Path.LastIndexOf('/');
        if (wanted.Count == 0 || Missing(place, last < 0 ? "" : place.Path[..last], wanted) is [])
        {
            return;
        }

        for (int slash = -1; ; slash = place.Path.IndexOf('/', slash + 1))
        {
            string ancestor = slash < 0 ? "" : place.Path[..slash];
            if (ancestor.Length > 0)
            {
                place.MakeAncestor(ancestor);
            }

            if (Missing(place, ancestor, wanted) is { Count: > 0 } missing)
            {
                PassOn(place, ancestor, missing, required);
            }

            if (slash == last)
            {
                return;
            }
        }
    }

    // Null when there is no such cgroup yet.
    private static List<string>? Missing(CgroupPlace place, string ancestor, IReadOnlyList<string> wanted)
    {
        Errno error = CgroupCalls.TryReadText(place.Mount, Join(ancestor, Passed), out string text);
        if (error == Errno.ENOENT)
        {
            return null;
        }

        if (error != Errno.None)
        {
            throw new LinuxException("read", $"{place.Hierarchy.MountPoint}/{Join(ancestor, Passed)}", error);
        }

        string[] present = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var missing = new List<string>();
        foreach (string controller in wanted)
        {
            if (!present.Contains(controller, StringComparer.Ordinal))
            {
                missing.Add(controller);
            }
        }

        return missing;
    }

    private static void PassOn(CgroupPlace place, string ancestor, List<string> controllers, List<string> required)
    {
        string file = Join(ancestor, Passed);
        if (CgroupCalls.TryWrite(place.Mount, file, "+" + string.Join(" +", controllers)) == Errno.None)
        {
            return;
        }

        // The kernel takes all or none. One by one tells which; those that no limit asks for may be missing.
        foreach (string controller in controllers)
        {
            Errno error = CgroupCalls.TryWrite(place.Mount, file, "+" + controller);
            if (error != Errno.None && required.Contains(controller, StringComparer.Ordinal))
            {
                string why = error switch
                {
                    Errno.EBUSY => "it holds processes itself, and cgroup v2 allows limits only below cgroups that do not",
                    Errno.ENOENT => "the controller was not passed on to it",
                    Errno.EACCES or Errno.EPERM => "it is not delegated to this user",
                    _ => "the kernel refuses",
                };
                throw new CgroupException(
                    $"enable the {controller} controller below cgroup {place.Hierarchy.MountPoint}/{ancestor}: {why}: {error.Describe()}");
            }
        }
    }

    private static string Join(string directory, string file) => directory.Length == 0 ? file : $"{directory}/{file}";
}
