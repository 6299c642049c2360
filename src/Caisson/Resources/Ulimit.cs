using System.Globalization;

namespace Caisson.Resources;

/// <summary>A resource limit of the process (setrlimit(2)), on the command line <c>NAME=SOFT[:HARD]</c>.</summary>
/// <param name="Name">The name without its prefix, in lower case: <c>nofile</c>.</param>
/// <param name="Soft">The limit in force; -1 is unlimited.</param>
/// <param name="Hard">What the soft limit may be raised to; -1 is unlimited.</param>
public sealed record Ulimit(string Name, long Soft, long Hard)
{
    private const string Names =
        "as, core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack";

    /// <summary>The kernel's name, as <c>RLIMIT_NOFILE</c>.</summary>
    public string KernelName => "RLIMIT_" + Name.ToUpperInvariant();

    /// <summary>Parses <c>NAME=SOFT[:HARD]</c>; without a hard limit it is the soft one; -1 is unlimited.</summary>
    /// <exception cref="UsageException">It is not a limit, the name is unknown, or soft is above hard.</exception>
    public static Ulimit Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0)
            throw new UsageException($"invalid ulimit {Quoted.Text(text)}: allowed is NAME=SOFT[:HARD], as nofile=1024:4096");
        string name = text[..equals];
        if (!IsName(name))
            throw new UsageException($"invalid ulimit {Quoted.Text(text)}: unknown name {Quoted.Text(name)}, allowed are {Names}");
        ReadOnlySpan<char> limits = text.AsSpan(equals + 1);
        int colon = limits.IndexOf(':');
        if (!TryLimit(colon < 0 ? limits : limits[..colon], out long soft))
            throw InvalidNumber(text);
        long hard = soft;
        if (colon >= 0 && !TryLimit(limits[(colon + 1)..], out hard))
            throw InvalidNumber(text);
        if (hard != -1 && (soft == -1 || soft > hard))
            throw new UsageException($"invalid ulimit {Quoted.Text(text)}: the soft limit is above the hard limit");
        return new Ulimit(name, soft, hard);
    }

    private static bool IsName(string name) => name is "as" or "core" or "cpu" or "data" or "fsize" or "locks" or "memlock" or "msgqueue" or "nice"
        or "nofile" or "nproc" or "rss" or "rtprio" or "rttime" or "sigpending" or "stack";

    private static bool TryLimit(ReadOnlySpan<char> text, out long limit)
    {
        if (text is "-1")
        {
            limit = -1;
            return true;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit);
    }

    private static UsageException InvalidNumber(string text) =>
        new($"invalid ulimit {Quoted.Text(text)}: limits are numbers from 0, or -1 for unlimited");
}
