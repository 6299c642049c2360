namespace Caisson.Linux.Capabilities;

/// <summary>Names and numbers of capabilities (linux/capability.h, capabilities(7)).</summary>
public static class CapabilityNames
{
    /// <summary>The highest capability that this code knows: CAP_CHECKPOINT_RESTORE, since Linux 5.9.</summary>
    public const int LastKnown = 40;

    /// <summary>The name of a capability, as <c>CAP_CHOWN</c>; null when the number has none here.</summary>
    public static string? NameOf(int number) => number switch
    {
        0 => "CAP_CHOWN",
        1 => "CAP_DAC_OVERRIDE",
        2 => "CAP_DAC_READ_SEARCH",
        3 => "CAP_FOWNER",
        4 => "CAP_FSETID",
        5 => "CAP_KILL",
        6 => "CAP_SETGID",
        7 => "CAP_SETUID",
        8 => "CAP_SETPCAP",
        9 => "CAP_LINUX_IMMUTABLE",
        10 => "CAP_NET_BIND_SERVICE",
        11 => "CAP_NET_BROADCAST",
        12 => "CAP_NET_ADMIN",
        13 => "CAP_NET_RAW",
        14 => "CAP_IPC_LOCK",
        15 => "CAP_IPC_OWNER",
        16 => "CAP_SYS_MODULE",
        17 => "CAP_SYS_RAWIO",
        18 => "CAP_SYS_CHROOT",
        19 => "CAP_SYS_PTRACE",
        20 => "CAP_SYS_PACCT",
        21 => "CAP_SYS_ADMIN",
        22 => "CAP_SYS_BOOT",
        23 => "CAP_SYS_NICE",
        24 => "CAP_SYS_RESOURCE",
        25 => "CAP_SYS_TIME",
        26 => "CAP_SYS_TTY_CONFIG",
        27 => "CAP_MKNOD",
        28 => "CAP_LEASE",
        29 => "CAP_AUDIT_WRITE",
        30 => "CAP_AUDIT_CONTROL",
        31 => "CAP_SETFCAP",
        32 => "CAP_MAC_OVERRIDE",
        33 => "CAP_MAC_ADMIN",
        34 => "CAP_SYSLOG",
        35 => "CAP_WAKE_ALARM",
        36 => "CAP_BLOCK_SUSPEND",
        37 => "CAP_AUDIT_READ",
        38 => "CAP_PERFMON",
        39 => "CAP_BPF",
        40 => "CAP_CHECKPOINT_RESTORE",
        _ => null,
    };

    /// <summary>The number of a capability by its name, with or without <c>CAP_</c>, in any case, as Docker takes it.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out Capability capability)
    {
        if (name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase))
        {
            name = name["CAP_".Length..];
        }

        for (int number = 0; number <= LastKnown; number++)
        {
            if (name.Equals(NameOf(number).AsSpan("CAP_".Length), StringComparison.OrdinalIgnoreCase))
            {
                capability = (Capability)number;
                return true;
            }
        }

        capability = default;
        return false;
    }

    /// <summary>
    /// The highest capability of the running kernel, from <c>/proc/sys/kernel/cap_last_cap</c>: a decimal number and a newline.
    /// Dropping beyond it fails with EINVAL (prctl(2), PR_CAPBSET_DROP).
    /// </summary>
    /// <param name="path">The file; another one in tests.</param>
    /// <exception cref="IOException">The file is not what it should be.</exception>
    public static int ReadLast(string path = "/proc/sys/kernel/cap_last_cap")
    {
        string text = File.ReadAllText(path);
        return int.TryParse(text.AsSpan().TrimEnd('\n'), out int last) && last is >= 0 and < 64
            ? last
            : throw new InvalidDataException($"{path} does not hold the number of a capability");
    }
}
