using System.Globalization;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#pids: how many tasks; zero or less is unlimited, as in Docker and runc.</summary>
internal static class TaskLimits
{
    internal static void Compile(CgroupPlanBuilder plan, long? limit)
    {
        if (limit is not { } tasks)
        {
            return;
        }

        string setting = $"pids limit {tasks} (--pids-limit)";
        if (tasks <= 0 && !plan.IsUpdate && plan.Layout.Find("pids") is null)
        {
            return;   // Unlimited is what there is.
        }

        plan.IsUnified("pids", setting);
        plan.Write("pids", "pids.max", tasks <= 0 ? "max" : tasks.ToString(CultureInfo.InvariantCulture), setting);
    }
}
