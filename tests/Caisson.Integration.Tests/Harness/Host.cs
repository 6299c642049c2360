using System.Globalization;

namespace Caisson.Integration.Tests.Harness;

/// <summary>What the host's kernel says, as tests read it to judge the engine from outside.</summary>
internal static class Host
{
    private const string CgroupMount = "/sys/fs/cgroup";

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Skips the test where the machine cannot carry it.</summary>
    public static void RequireRoot() => Assert.SkipUnless(IsRoot, "needs root");

    /// <summary>Mount points of this mount namespace that lie under a directory (proc_pid_mountinfo(5): field 5, octal escapes).</summary>
    public static string[] MountsUnder(string directory) =>
        [.. File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4])
            .Where(point => point.StartsWith(directory + "/", StringComparison.Ordinal))];

    /// <summary>Processes whose command line names a text, as "pid command line"; the test's own process does not count.</summary>
    public static string[] ProcessesNaming(string text)
    {
        List<string> found = [];
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            string name = Path.GetFileName(directory);
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) || pid == Environment.ProcessId)
            {
                continue;
            }
            try
            {
                string line = File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    found.Add($"{name} {line}");
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return [.. found];
    }

    /// <summary>Directories of any cgroup hierarchy whose name contains a text.</summary>
    public static string[] CgroupsNaming(string text) =>
        [.. Directory.EnumerateDirectories(CgroupMount, "*" + text + "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })];

    /// <summary>The directory of a process's cgroup for a controller: v1's hierarchy of that controller, else v2's.</summary>
    public static string CgroupOf(int pid, string controller)
    {
        string? unified = null;
        foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup")))
        {
            // "hierarchy-ID:controller-list:cgroup-path" (cgroups(7)).
            string[] field = line.Split(':', 3);
            if (field[1].Split(',').Contains(controller, StringComparer.Ordinal))
            {
                return CgroupMount + "/" + field[1] + field[2];
            }
            if (field[1].Length == 0)
            {
                unified = field[2];
            }
        }
        string root = Directory.Exists(CgroupMount + "/unified") ? CgroupMount + "/unified" : CgroupMount;
        return root + unified;
    }

    /// <summary>Whether the memory controller is v1's: its files have other names.</summary>
    public static bool HasCgroupV1 => Directory.Exists(CgroupMount + "/memory");

    /// <summary>One value of /proc/PID/status, for example CapEff.</summary>
    public static string Status(int pid, string key) =>
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"))
            .First(line => line.StartsWith(key + ":", StringComparison.Ordinal))[(key.Length + 1)..].Trim();

    /// <summary>Waits for a condition that the kernel offers no event for (another process's files), at most ten seconds.</summary>
    public static void Eventually(Func<bool> condition, string otherwise)
    {
        long start = Environment.TickCount64;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 - start < 10_000, otherwise);
            Thread.Sleep(10);
        }
    }
}
