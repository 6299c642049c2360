using System.Text.Json;

namespace Caisson.Bench.Peers;

/// <summary>
/// An OCI bundle as an engine would write it for a default container: own namespaces, 14 capabilities, a real seccomp profile, masked and read-only
/// paths, device rules, a cgroup with limits. Every runtime gets the same file.
/// </summary>
internal static class Bundle
{
    // Debian's containers-common: the profile that podman uses, in Docker's format.
    private const string SeccompProfile = "/usr/share/containers/seccomp.json";

    private static readonly string[] Capabilities =
    [
        "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW",
        "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    private static readonly string[] MaskedPaths =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    private static readonly string[] ReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    private static readonly (string Type, string Target, string[] Options)[] Mounts =
    [
        ("proc", "/proc", ["nosuid", "noexec", "nodev"]),
        ("tmpfs", "/dev", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        ("devpts", "/dev/pts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
        ("sysfs", "/sys", ["nosuid", "noexec", "nodev", "ro"]),
        ("cgroup", "/sys/fs/cgroup", ["nosuid", "noexec", "nodev", "relatime", "ro"]),
        ("mqueue", "/dev/mqueue", ["nosuid", "noexec", "nodev"]),
        ("tmpfs", "/dev/shm", ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
    ];

    /// <summary>Writes a bundle and returns its directory.</summary>
    public static string Write(Lab lab, string name, params string[] command)
    {
        string directory = lab.MakeDirectory(name);
        using FileStream file = File.Create(Path.Combine(directory, "config.json"));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteString("ociVersion", "1.0.2");
        json.WriteString("hostname", "bench");
        WriteProcess(json, command);
        json.WriteStartObject("root");
        json.WriteString("path", lab.Rootfs);
        json.WriteEndObject();
        WriteMounts(json);
        json.WriteStartObject("linux");
        json.WriteString("cgroupsPath", "/" + name);
        WriteNamespaces(json);
        WriteResources(json);
        WriteSeccomp(json);
        WriteTexts(json, "maskedPaths", MaskedPaths);
        WriteTexts(json, "readonlyPaths", ReadOnlyPaths);
        json.WriteEndObject();
        json.WriteEndObject();
        return directory;
    }

    private static void WriteProcess(Utf8JsonWriter json, string[] command)
    {
        json.WriteStartObject("process");
        json.WriteBoolean("terminal", value: false);
        json.WriteStartObject("user");
        json.WriteNumber("uid", 0);
        json.WriteNumber("gid", 0);
        json.WriteEndObject();
        WriteTexts(json, "args", command);
        WriteTexts(json, "env", ["PATH=/bin", "HOME=/root"]);
        json.WriteString("cwd", "/");
        json.WriteStartObject("capabilities");
        foreach (string set in new[] { "bounding", "effective", "permitted" })
        {
            WriteTexts(json, set, Capabilities);
        }
        json.WriteEndObject();
        json.WriteBoolean("noNewPrivileges", value: true);
        json.WriteEndObject();
    }

    private static void WriteMounts(Utf8JsonWriter json)
    {
        json.WriteStartArray("mounts");
        foreach ((string type, string target, string[] options) in Mounts)
        {
            json.WriteStartObject();
            json.WriteString("destination", target);
            json.WriteString("type", type);
            json.WriteString("source", type);
            WriteTexts(json, "options", options);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteNamespaces(Utf8JsonWriter json)
    {
        json.WriteStartArray("namespaces");
        foreach (string type in new[] { "pid", "network", "ipc", "uts", "mount", "cgroup" })
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteResources(Utf8JsonWriter json)
    {
        json.WriteStartObject("resources");
        json.WriteStartArray("devices");
        json.WriteStartObject();
        json.WriteBoolean("allow", value: false);
        json.WriteString("access", "rwm");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("memory");
        json.WriteNumber("limit", 256 << 20);
        json.WriteEndObject();
        json.WriteStartObject("pids");
        json.WriteNumber("limit", 512);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Docker's format adds conditions to runtime-spec's rules; the ones that hold for these capabilities on this architecture are written.
    private static void WriteSeccomp(Utf8JsonWriter json)
    {
        using JsonDocument profile = JsonDocument.Parse(File.ReadAllBytes(SeccompProfile));
        json.WriteStartObject("seccomp");
        json.WriteString("defaultAction", "SCMP_ACT_ERRNO");
        json.WriteNumber("defaultErrnoRet", 38);
        WriteTexts(json, "architectures", ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]);
        json.WriteStartArray("syscalls");
        foreach (JsonElement rule in profile.RootElement.GetProperty("syscalls").EnumerateArray())
        {
            bool applies = Values(rule, "includes", "caps").All(Capabilities.Contains)
                && (Values(rule, "includes", "arches") is [] || Values(rule, "includes", "arches").Contains("amd64"))
                && !Values(rule, "excludes", "caps").Any(Capabilities.Contains)
                && !Values(rule, "excludes", "arches").Contains("amd64");
            if (applies)
            {
                json.WriteStartObject();
                Copy(json, rule, "names");
                Copy(json, rule, "action");
                Copy(json, rule, "errnoRet");
                Copy(json, rule, "args");
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string[] Values(JsonElement rule, string condition, string name) =>
        rule.TryGetProperty(condition, out JsonElement holder)
        && holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(name, out JsonElement values)
        && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => value.GetString()!)]
            : [];

    private static void Copy(Utf8JsonWriter json, JsonElement rule, string name)
    {
        if (rule.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }
}
