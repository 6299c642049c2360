using System.Globalization;
using Caisson.Bench.Peers;
using Caisson.Bench.Reports;

namespace Caisson.Bench.Parts;

/// <summary>
/// What an idle detached container costs beside its own process: the monitor and, with --init, PID 1. Proportional (PSS) and private dirty
/// memory from smaps_rollup (proc_pid_smaps(5)), summed over several containers and divided. Daemons that serve all of them are not counted.
/// </summary>
internal static class IdleMemory
{
    public static Section Measure(Lab lab)
    {
        int containers = lab.Samples(8, quick: 3);
        List<MemoryRow> rows = [];
        foreach ((string engine, string[] companions, Func<Func<string[], string[]>> open) in new (string, string[], Func<Func<string[], string[]>>)[]
        {
            ("caisson", ["caisson-monitor", "caisson-init", "init"], () => lab.Ours.Command),
            ("podman", ["conmon", "catatonit", "podman-init"], () => lab.Podman.Command),
            ("docker", ["containerd-shim-runc-v2", "docker-init"], () => lab.Docker.Command),
        })
        {
            try
            {
                rows.Add(MeasureEngine(lab, engine, open(), companions, containers));
            }
            catch (CommandFailedException error)
            {
                rows.Add(new MemoryRow(engine, null, null, error.Message));
            }
        }
        return Section.OfMemory("memory", $"per idle detached container with --init, mean of {containers}, without the workload itself", rows);
    }

    private static MemoryRow MeasureEngine(Lab lab, string engine, Func<string[], string[]> command, string[] companions, int containers)
    {
        List<string> names = [];
        try
        {
            for (int i = 0; i < containers; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"bench-idle-{i}");
                lab.Spawn.Run(command(["run", "--detach", "--init", "--network", "none", "--name", name, Busybox.ImageName, "sleep", "100000"]));
                names.Add(name);
            }
            // Everyone settles for the same time: a garbage collector or a Go scavenger may still be at work.
            Thread.Sleep(TimeSpan.FromSeconds(2));
            long pss = 0, privateDirty = 0;
            SortedDictionary<string, int> seen = new(StringComparer.Ordinal);
            foreach (string directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                string? program = ProgramOf(directory);
                if (program is not null && companions.Contains(program))
                {
                    string rollup = File.ReadAllText(Path.Combine(directory, "smaps_rollup"));
                    pss += Kibibytes(rollup, "Pss:");
                    privateDirty += Kibibytes(rollup, "Private_Dirty:");
                    seen[program] = seen.GetValueOrDefault(program) + 1;
                }
            }
            if (seen.Count == 0)
            {
                throw new CommandFailedException($"none of {string.Join(", ", companions)} runs beside its containers");
            }
            string processes = string.Join(", ", seen.Select(entry => $"{entry.Value} {entry.Key}"));
            return new MemoryRow(engine, pss / 1024.0 / containers, privateDirty / 1024.0 / containers, processes);
        }
        finally
        {
            foreach (string name in names)
            {
                lab.Spawn.Run(command(["rm", "--force", name]));
            }
        }
    }

    // By argv[0] (podman's PID 1 is /run/podman-init, docker's /sbin/docker-init), not by /proc/PID/exe: a sealed memfd or a detached mount has no name there.
    private static string? ProgramOf(string directory)
    {
        try
        {
            string first = File.ReadAllText(Path.Combine(directory, "cmdline")).Split('\0')[0];
            return first.Length == 0 ? null : Path.GetFileName(first);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Kibibytes(string rollup, string key)
    {
        string line = rollup.Split('\n').First(text => text.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
