using Caisson.Linux.Cgroups;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// config-linux.md#unified: files of cgroup version 2 by name. They are written last, so they win over the other settings.
/// </summary>
internal static class UnifiedFiles
{
    internal static void Compile(CgroupPlanBuilder plan, IReadOnlyDictionary<string, string> files)
    {
        foreach ((string file, string text) in files)
        {
            string setting = $"unified {Printable.Quote(file)}";
            if (plan.Layout.Kind != CgroupLayoutKind.Unified)
            {
                throw new CgroupException($"{setting}: only cgroup v2 has unified settings, and this machine does not run it alone");
            }

            int dot = file.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0 || file.AsSpan().ContainsAny("/\0") || file.Contains("..", StringComparison.Ordinal))
            {
                throw new CgroupException($"{setting}: the name of a cgroup file such as memory.high is expected");
            }

            string controller = file[..dot];
            if (string.Equals(controller, "cgroup", StringComparison.Ordinal))
            {
                // The rest of cgroup.* moves, kills or freezes processes: that is the runtime's.
                if (file is not ("cgroup.max.depth" or "cgroup.max.descendants" or "cgroup.pressure"))
                {
                    throw new CgroupException($"{setting}: this file belongs to the runtime");
                }
            }
            else
            {
                plan.IsUnified(controller, setting);
            }

            // Files such as io.max take one key at a time.
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                plan.Write(controller, file, line, $"{setting} {Printable.Quote(line)}");
            }
        }
    }
}
