using System.Globalization;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#cpu: the cpu and cpuset controllers.</summary>
internal static class CpuLimits
{
    private const string Cpu = "cpu";

    internal static void Compile(CgroupPlanBuilder plan, CpuSpec? spec)
    {
        if (spec is null)
        {
            return;
        }

        // As in runc, zero is "not set" for all of these.
        string? shares = spec.Shares is > 0 ? $"cpu shares {spec.Shares} (--cpu-shares)" : null;
        string? quota = spec.Quota is not (null or 0) ? $"cpu quota {spec.Quota} (--cpu-quota, --cpus)" : null;
        string? period = spec.Period is > 0 ? $"cpu period {spec.Period} (--cpu-period)" : null;
        string? burst = spec.Burst is not null ? $"cpu burst {spec.Burst}" : null;
        string? idle = spec.Idle is not null ? $"cpu idle {spec.Idle}" : null;
        string? realtime = spec.RealtimeRuntime is not (null or 0) ? $"cpu realtime runtime {spec.RealtimeRuntime} (--cpu-rt-runtime)"
            : spec.RealtimePeriod is > 0 ? $"cpu realtime period {spec.RealtimePeriod} (--cpu-rt-period)" : null;
        if ((shares ?? quota ?? period ?? burst ?? idle ?? realtime) is { } first)
        {
            if (plan.IsUnified(Cpu, first))
            {
                Unified(plan, spec, shares, quota, period, burst, idle, realtime);
            }
            else
            {
                Legacy(plan, spec, shares, quota, period, burst, idle, realtime);
            }
        }

        Cpuset(plan, "cpuset.cpus", spec.Cpus, "cpuset cpus", "--cpuset-cpus");
        Cpuset(plan, "cpuset.mems", spec.Mems, "cpuset mems", "--cpuset-mems");
    }

    /// <summary>
    /// Turns shares (2 to 262144, default 1024) into a weight (1 to 10000, default 100) along the curve that runc and crun agreed on: a
    /// parabola through the logarithms that meets both ends and the default.
    /// </summary>
    internal static ulong SharesToWeight(ulong shares)
    {
        const ulong LowestShares = 2, HighestShares = 262144, HighestWeight = 10000;
        if (shares <= LowestShares)
        {
            return 1;
        }

        if (shares >= HighestShares)
        {
            return HighestWeight;
        }

        double log = Math.Log2(shares);
        double exponent = ((log * log) + (125 * log)) / 612.0 - (7.0 / 34.0);
        return (ulong)Math.Ceiling(Math.Pow(10, exponent));
    }

    private static void Legacy(
        CgroupPlanBuilder plan, CpuSpec spec, string? shares, string? quota, string? period, string? burst, string? idle, string? realtime)
    {
        if (realtime is not null)
        {
            if (spec.RealtimePeriod is > 0)
            {
                plan.Write(Cpu, "cpu.rt_period_us", Text(spec.RealtimePeriod.Value), realtime, mayComeLater: true);
            }

            if (spec.RealtimeRuntime is not (null or 0))
            {
                plan.Write(Cpu, "cpu.rt_runtime_us", Text(spec.RealtimeRuntime.Value), realtime, mayComeLater: true);
            }
        }

        // The kernel refuses shares of an idle group, a quota below the burst and a period that lifts the ratio above the parent's.
        if (shares is not null)
        {
            plan.Write(Cpu, "cpu.shares", Text(spec.Shares!.Value), shares, mayComeLater: true);
        }

        if (period is not null)
        {
            plan.Write(Cpu, "cpu.cfs_period_us", Text(spec.Period!.Value), period, mayComeLater: true);
        }

        if (quota is not null)
        {
            plan.Write(Cpu, "cpu.cfs_quota_us", Text(Math.Max(spec.Quota!.Value, -1)), quota, mayComeLater: true);
        }

        if (burst is not null)
        {
            plan.Write(Cpu, "cpu.cfs_burst_us", Text(spec.Burst!.Value), burst, mayComeLater: true);
        }

        if (idle is not null)
        {
            plan.Write(Cpu, "cpu.idle", Text(spec.Idle!.Value), idle);
        }
    }

    private static void Unified(
        CgroupPlanBuilder plan, CpuSpec spec, string? shares, string? quota, string? period, string? burst, string? idle, string? realtime)
    {
        if (realtime is not null)
        {
            throw CgroupPlanBuilder.OnlyLegacy(realtime);
        }

        if (shares is not null)
        {
            plan.Write(Cpu, "cpu.weight", Text(SharesToWeight(spec.Shares!.Value)), shares, mayComeLater: true);
        }

        if ((quota ?? period) is { } bandwidth)
        {
            string limit = spec.Quota is > 0 ? Text(spec.Quota.Value) : "max";
            plan.Write(Cpu, "cpu.max", period is null ? limit : $"{limit} {Text(spec.Period!.Value)}", bandwidth, mayComeLater: true);
        }

        if (burst is not null)
        {
            plan.Write(Cpu, "cpu.max.burst", Text(spec.Burst!.Value), burst, mayComeLater: true);
        }

        if (idle is not null)
        {
            plan.Write(Cpu, "cpu.idle", Text(spec.Idle!.Value), idle);
        }
    }

    private static void Cpuset(CgroupPlanBuilder plan, string file, string? list, string name, string flag)
    {
        if (string.IsNullOrEmpty(list))
        {
            return;
        }

        string setting = $"{name} {Printable.Quote(list)} ({flag})";
        if (list.AsSpan().IndexOfAnyExcept("0123456789,-:/ ") >= 0)
        {
            throw new CgroupException($"{setting}: a list such as 0-3,5 is expected");
        }

        plan.IsUnified("cpuset", setting);
        plan.Write("cpuset", file, list, setting);
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(format: null, CultureInfo.InvariantCulture);
}
