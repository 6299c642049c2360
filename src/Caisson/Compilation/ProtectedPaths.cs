using Caisson.Oci.Runtime;
using Caisson.Security;

namespace Caisson.Compilation;

/// <summary>Paths below <c>/proc</c> and <c>/sys</c> that a container cannot read, or cannot write.</summary>
internal static class ProtectedPaths
{
    private static readonly string[] Masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    private static readonly string[] ReadOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    internal static LinuxSpec Apply(LinuxSpec linux, SecurityOptions options)
    {
        bool isOpen = options.Privileged || options.SystemPathsUnconfined || Has(options.Unmask, Capability.All);
        foreach (string path in options.Unmask)
        {
            if (!isOpen && !Has(Masked, path) && !Has(ReadOnly, path))
                throw new UsageException($"unmask={path}: this path is neither masked nor read-only");
        }

        return linux with
        {
            MaskedPaths = [.. isOpen ? [] : Without(Masked, options.Unmask), .. options.Mask],
            ReadonlyPaths = isOpen ? [] : Without(ReadOnly, options.Unmask),
        };
    }

    private static string[] Without(string[] paths, IReadOnlyList<string> removed) =>
        removed.Count == 0 ? paths : Array.FindAll(paths, path => !Has(removed, path));

    private static bool Has(IReadOnlyList<string> paths, string path)
    {
        for (int i = 0; i < paths.Count; i++)
        {
            if (string.Equals(paths[i], path, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
