namespace Caisson.Runtime.Processes;

/// <summary>Names of resource limits (setrlimit(2)) and the kernel's numbers.</summary>
public static class ResourceLimitNames
{
    /// <summary>The number of a name as <c>RLIMIT_NOFILE</c>; null for an unknown one.</summary>
    public static int? Number(string name) => name switch
    {
        "RLIMIT_CPU" => 0,
        "RLIMIT_FSIZE" => 1,
        "RLIMIT_DATA" => 2,
        "RLIMIT_STACK" => 3,
        "RLIMIT_CORE" => 4,
        "RLIMIT_RSS" => 5,
        "RLIMIT_NPROC" => 6,
        "RLIMIT_NOFILE" => 7,
        "RLIMIT_MEMLOCK" => 8,
        "RLIMIT_AS" => 9,
        "RLIMIT_LOCKS" => 10,
        "RLIMIT_SIGPENDING" => 11,
        "RLIMIT_MSGQUEUE" => 12,
        "RLIMIT_NICE" => 13,
        "RLIMIT_RTPRIO" => 14,
        "RLIMIT_RTTIME" => 15,
        _ => null,
    };
}
