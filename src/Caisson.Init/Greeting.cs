using System.Globalization;
using System.Text;

namespace Caisson.Init;

/// <summary>What a process in a container sees of itself: all of it is read from the kernel, nothing is told to it.</summary>
internal static class Greeting
{
    internal static string Text()
    {
        string status = File.ReadAllText("/proc/self/status");
        var text = new StringBuilder("Hello from inside a Caisson container.\n\n");
        Line(text, "process", $"pid {Environment.ProcessId}, uid {Field(status, "Uid")}, gid {Field(status, "Gid")}");
        Line(text, "hostname", Environment.MachineName);
        Line(text, "namespaces", string.Join(' ', Namespaces()));
        Line(text, "capabilities", $"effective {Capabilities(status, "CapEff")}, bounding {Capabilities(status, "CapBnd")}");
        Line(text, "seccomp", Field(status, "Seccomp") switch
        {
            "0" => "off",
            "1" => "strict",
            "2" => $"filter ({Field(status, "Seccomp_filters")} loaded)",
            var other => other,
        });
        Line(text, "no_new_privs", Field(status, "NoNewPrivs") == "1" ? "on" : "off");
        Line(text, "cgroup", string.Join(", ", Limits()));
        Line(text, "root", Root(File.ReadAllText("/proc/self/mountinfo")));
        Line(text, "network", string.Join(' ', Interfaces(File.ReadAllText("/proc/net/dev"))));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append("  ").Append(name.PadRight(14)).Append(value).Append('\n');

    // A line of proc_pid_status(5), "Uid:	0	0	0	0": its first value.
    private static string Field(string status, string name)
    {
        foreach (string line in status.Split('\n'))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
            {
                return line[(name.Length + 1)..].Trim().Split('\t', ' ')[0];
            }
        }

        return "unknown";
    }

    private static string Capabilities(string status, string field)
    {
        string mask = Field(status, field);
        return ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits)
            ? $"{ulong.PopCount(bits)} (0x{bits:x})"
            : mask;
    }

    // /proc/self/ns/net is a link to "net:[4026532281]".
    private static IEnumerable<string> Namespaces()
    {
        foreach (string kind in (string[])["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"])
        {
            if (new FileInfo($"/proc/self/ns/{kind}").LinkTarget is { } target)
            {
                yield return target.Replace(":[", "=", StringComparison.Ordinal).TrimEnd(']');
            }
        }
    }

    private static IEnumerable<string> Limits()
    {
        yield return "memory " + (Read("memory/memory.limit_in_bytes") ?? Read("memory.max") ?? "not visible");
        yield return "pids " + (Read("pids/pids.max") ?? Read("pids.max") ?? "not visible");
        yield return "cpu " + (Read("cpu/cpu.cfs_quota_us") is { } quota ? $"{quota} {Read("cpu/cpu.cfs_period_us")}" : Read("cpu.max") ?? "not visible");

        static string? Read(string file)
        {
            string path = $"/sys/fs/cgroup/{file}";
            return File.Exists(path) ? Words(File.ReadAllText(path).Trim()) : null;
        }

        // Version 1 says "no limit" with the largest number of pages, or -1.
        static string Words(string value) => value is "9223372036854771712" or "-1" ? "unlimited" : value;
    }

    // proc_pid_mountinfo(5): id parent major:minor root mount-point options [optional...] - type source super-options.
    private static string Root(string mountInfo)
    {
        string root = "unknown";
        foreach (string line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = line.Split(" - ", 2);
            string[] fields = halves[0].Split(' ');
            if (halves.Length == 2 && fields.Length > 5 && fields[4] == "/")
            {
                root = $"{halves[1].Split(' ')[0]} ({fields[5]})";
            }
        }

        return root;
    }

    // Two lines of heading, then "    lo:  1234 ...".
    private static IEnumerable<string> Interfaces(string devices) =>
        devices.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => line.Split(':')[0].Trim());
}
