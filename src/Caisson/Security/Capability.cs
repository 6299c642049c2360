namespace Caisson.Security;

/// <summary>The names of capabilities (capabilities(7)).</summary>
public static class Capability
{
    /// <summary>The word for all of them.</summary>
    public const string All = "ALL";

    // In the kernel's order (linux/capability.h): the index is the number.
    private static readonly string[] Names =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK",
        "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN",
        "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
        "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM",
        "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ];

    /// <summary>The number of capabilities that are known here.</summary>
    public static int Count => Names.Length;

    /// <summary>The name of a number from 0, as <c>CAP_CHOWN</c>.</summary>
    public static string NameOf(int number) => Names[number];

    /// <summary>The names whose bits are set, as in <c>CapBnd</c> of proc(5); unknown bits have no name.</summary>
    public static IReadOnlyList<string> NamesOf(ulong mask)
    {
        var names = new List<string>(Count);
        for (int number = 0; number < Count; number++)
        {
            if ((mask >> number & 1) != 0)
                names.Add(NameOf(number));
        }

        return names;
    }

    /// <summary>Parses a name with or without <c>CAP_</c> in either case, or <c>ALL</c>, into the kernel's spelling.</summary>
    /// <exception cref="UsageException">There is no such capability.</exception>
    public static string Parse(string text)
    {
        if (text.Equals(All, StringComparison.OrdinalIgnoreCase))
            return All;
        ReadOnlySpan<char> name = text;
        if (name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase))
            name = name[4..];
        foreach (string candidate in Names)
        {
            if (name.Equals(candidate.AsSpan(4), StringComparison.OrdinalIgnoreCase))
                return candidate;
        }

        throw new UsageException($"unknown capability {Quoted.Text(text)}: allowed are the names of capabilities(7), as NET_ADMIN, and ALL");
    }
}
