using System.Globalization;
using Caisson.Linux;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#memory. As in runc, a limit of zero is "not set" and -1 is unlimited.</summary>
internal static class MemoryLimits
{
    private const string Memory = "memory";
    private const string OomName = "memory.disableOOMKiller (--oom-kill-disable)";
    private const long Unlimited = -1;

    internal static void Compile(CgroupPlanBuilder plan, MemorySpec? spec)
    {
        if (spec is null)
        {
            return;
        }

        long? limit = Limit(spec.Limit, "memory limit", "--memory");
        long? reservation = Limit(spec.Reservation, "memory reservation", "--memory-reservation");
        long? swap = Limit(spec.Swap, "memory+swap limit", "--memory-swap");
        Ignored(plan, spec);
        CheckSwap(plan, limit, swap);
        string? first = Named(limit, "memory limit", "--memory")
            ?? Named(swap, "memory+swap limit", "--memory-swap")
            ?? Named(reservation, "memory reservation", "--memory-reservation")
            ?? (spec.Swappiness is not null ? SwappinessName(spec) : spec.DisableOomKiller is true || OomChanges(plan, spec) ? OomName : null);
        if (first is not null)
        {
            if (plan.IsUnified(Memory, first))
            {
                Unified(plan, spec, limit, reservation, swap);
            }
            else
            {
                Legacy(plan, spec, limit, reservation, swap);
            }
        }
    }

    // A new cgroup has the killer; only an update may have to give it back.
    private static bool OomChanges(CgroupPlanBuilder plan, MemorySpec spec) =>
        plan.IsUpdate && spec.DisableOomKiller is not null && plan.Layout.Find(Memory) is { IsUnified: false };

    private static void Legacy(CgroupPlanBuilder plan, MemorySpec spec, long? limit, long? reservation, long? swap)
    {
        // Memory without limit needs memory+swap without limit, where the kernel counts swap at all.
        bool swapFollows = limit == Unlimited && swap is null;
        CgroupWrite? memory = limit is { } m ? new(Memory, "memory.limit_in_bytes", Text(m), Name("memory limit", "--memory", m)) : null;
        CgroupWrite? memorySwap = swapFollows
            ? new(Memory, "memory.memsw.limit_in_bytes", Text(Unlimited), "no memory+swap limit") { Tolerated = [Errno.ENOENT] }
            : swap is { } s ? new(Memory, "memory.memsw.limit_in_bytes", Text(s), Name("memory+swap limit", "--memory-swap", s)) : null;

        // At every moment memory must be at most memory+swap (memory.rst, 2.4): what grows beyond the other's old value goes first.
        bool swapFirst = swapFollows || swap == Unlimited || (plan.CurrentMemoryLimit is { } current && swap >= current);
        plan.Write(swapFirst ? memorySwap : memory);
        plan.Write(swapFirst ? memory : memorySwap);
        if (reservation is { } soft)
        {
            plan.Write(Memory, "memory.soft_limit_in_bytes", Text(soft), Name("memory reservation", "--memory-reservation", soft));
        }

        if (spec.Swappiness is { } swappiness)
        {
            if (swappiness > 100)
            {
                throw new CgroupException($"{SwappinessName(spec)}: a number from 0 to 100 is expected");
            }

            plan.Write(Memory, "memory.swappiness", Text((long)swappiness), SwappinessName(spec));
        }

        if (spec.DisableOomKiller is true || OomChanges(plan, spec))
        {
            plan.Write(Memory, "memory.oom_control", spec.DisableOomKiller is true ? "1" : "0", OomName);
        }
    }

    private static void Unified(CgroupPlanBuilder plan, MemorySpec spec, long? limit, long? reservation, long? swap)
    {
        if (spec.Swappiness is not null)
        {
            throw CgroupPlanBuilder.OnlyLegacy(SwappinessName(spec));
        }

        if (spec.DisableOomKiller is true)
        {
            throw CgroupPlanBuilder.OnlyLegacy(OomName);
        }

        // Version 2 counts swap alone. Without a limit of memory there is none of swap either.
        long? swapOnly = swap is { } total ? (total == Unlimited ? Unlimited : total - limit!.Value) : limit == Unlimited ? Unlimited : null;
        if (swapOnly is { } value)
        {
            // Where the kernel has no swap accounting, "all" and "none" come true without it.
            string setting = swap is null ? "no swap limit" : Name("memory+swap limit", "--memory-swap", swap.Value);
            plan.Write(new CgroupWrite(Memory, "memory.swap.max", Max(value), setting)
            {
                Tolerated = value is Unlimited or 0 ? [Errno.ENOENT] : [],
            });
        }

        if (limit is { } max)
        {
            plan.Write(Memory, "memory.max", Max(max), Name("memory limit", "--memory", max));
            plan.HighestMemoryUsage = spec.CheckBeforeUpdate is true && max != Unlimited ? max : null;
        }

        if (reservation is { } low)
        {
            plan.Write(Memory, "memory.low", Max(low), Name("memory reservation", "--memory-reservation", low));
        }
    }

    private static void CheckSwap(CgroupPlanBuilder plan, long? limit, long? swap)
    {
        if (swap is not { } total || total == Unlimited)
        {
            return;
        }

        string name = Name("memory+swap limit", "--memory-swap", total);
        bool alone = limit is null && plan.IsUpdate && plan.Layout.Find(Memory) is { IsUnified: false };
        if (!alone && limit is null or Unlimited)
        {
            throw new CgroupException($"{name}: it needs a memory limit beside it (--memory)");
        }

        if (limit > total)
        {
            throw new CgroupException($"{name}: it counts memory and swap together and cannot be below the memory limit {limit}");
        }
    }

    private static void Ignored(CgroupPlanBuilder plan, MemorySpec spec)
    {
        if (spec.Kernel is not (null or 0) || spec.KernelTcp is not (null or 0))
        {
            plan.Warn("memory.kernel and memory.kernelTCP have no effect: Linux counts kernel memory in the memory limit");
        }

        if (spec.UseHierarchy is false)
        {
            plan.Warn("memory.useHierarchy false has no effect: since Linux 5.11 limits always include children");
        }
    }

    private static long? Limit(long? value, string what, string flag) => value switch
    {
        null or 0 => null,
        < Unlimited => throw new CgroupException($"{Name(what, flag, value.Value)}: a number of bytes is expected, or -1 for unlimited"),
        _ => value,
    };

    private static string? Named(long? value, string what, string flag) => value is { } number ? Name(what, flag, number) : null;

    private static string Name(string what, string flag, long value) => $"{what} {Text(value)} ({flag})";

    private static string SwappinessName(MemorySpec spec) => $"memory swappiness {spec.Swappiness} (--memory-swappiness)";

    private static string Max(long value) => value == Unlimited ? "max" : Text(value);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
