using System.Globalization;

namespace Caisson.Processes;

/// <summary>A signal by its number on Linux, 1 to 64 (signal(7)); the numbers are the same on x86-64 and arm64.</summary>
/// <param name="Number">The number.</param>
public readonly record struct Signal(int Number)
{
    // The first real-time signal that glibc leaves to programs, and the last of all.
    private const int RealTimeMinimum = 34;
    private const int RealTimeMaximum = 64;

    /// <summary>SIGKILL.</summary>
    public static Signal Kill => new(9);

    /// <summary>SIGTERM.</summary>
    public static Signal Terminate => new(15);

    /// <summary>The name with its prefix, as <c>SIGTERM</c> or <c>SIGRTMIN+3</c>; the number where there is no name.</summary>
    public string Name
    {
        get
        {
            string? name = ShortName(Number);
            if (name is not null)
                return "SIG" + name;
            return Number switch
            {
                RealTimeMinimum => "SIGRTMIN",
                RealTimeMaximum => "SIGRTMAX",
                > RealTimeMinimum and < RealTimeMaximum => $"SIGRTMIN+{Number - RealTimeMinimum}",
                _ => Number.ToString(CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Parses a number 1 to 64, a name with or without <c>SIG</c> in either case, <c>RTMIN+n</c> or <c>RTMAX-n</c>.</summary>
    /// <exception cref="UsageException">There is no such signal.</exception>
    public static Signal Parse(string text)
    {
        if (Digits.TryParse(text, RealTimeMaximum, out uint number) && number >= 1)
            return new Signal((int)number);
        ReadOnlySpan<char> name = text;
        if (name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase))
            name = name[3..];
        if (TryRealTime(name, out int realTime))
            return new Signal(realTime);
        for (int candidate = 1; candidate <= 31; candidate++)
        {
            if (name.Equals(ShortName(candidate), StringComparison.OrdinalIgnoreCase))
                return new Signal(candidate);
        }

        return Synonym(name) ?? throw new UsageException(
            $"invalid signal {Quoted.Text(text)}: allowed is 1 to {RealTimeMaximum}, or a name of signal(7) as TERM, SIGTERM or RTMIN+3");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool TryRealTime(ReadOnlySpan<char> name, out int number)
    {
        number = 0;
        bool isMinimum = name.StartsWith("RTMIN", StringComparison.OrdinalIgnoreCase);
        if (!isMinimum && !name.StartsWith("RTMAX", StringComparison.OrdinalIgnoreCase))
            return false;
        ReadOnlySpan<char> offset = name[5..];
        uint distance = 0;
        if (!offset.IsEmpty &&
            (offset[0] != (isMinimum ? '+' : '-') || !Digits.TryParse(offset[1..], RealTimeMaximum - RealTimeMinimum, out distance)))
        {
            return false;
        }

        number = isMinimum ? RealTimeMinimum + (int)distance : RealTimeMaximum - (int)distance;
        return true;
    }

    private static Signal? Synonym(ReadOnlySpan<char> name)
    {
        if (name.Equals("CLD", StringComparison.OrdinalIgnoreCase))
            return new Signal(17);
        if (name.Equals("IOT", StringComparison.OrdinalIgnoreCase))
            return new Signal(6);
        return name.Equals("POLL", StringComparison.OrdinalIgnoreCase) ? new Signal(29) : null;
    }

    private static string? ShortName(int number) => number switch
    {
        1 => "HUP",
        2 => "INT",
        3 => "QUIT",
        4 => "ILL",
        5 => "TRAP",
        6 => "ABRT",
        7 => "BUS",
        8 => "FPE",
        9 => "KILL",
        10 => "USR1",
        11 => "SEGV",
        12 => "USR2",
        13 => "PIPE",
        14 => "ALRM",
        15 => "TERM",
        16 => "STKFLT",
        17 => "CHLD",
        18 => "CONT",
        19 => "STOP",
        20 => "TSTP",
        21 => "TTIN",
        22 => "TTOU",
        23 => "URG",
        24 => "XCPU",
        25 => "XFSZ",
        26 => "VTALRM",
        27 => "PROF",
        28 => "WINCH",
        29 => "IO",
        30 => "PWR",
        31 => "SYS",
        _ => null,
    };
}
