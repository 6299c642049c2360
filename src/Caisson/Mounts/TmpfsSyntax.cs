using Caisson.Resources;

namespace Caisson.Mounts;

/// <summary>
/// The grammar of <c>--tmpfs</c>: <c>TARGET[:OPTION,…]</c>. Options: <c>ro rw</c>, <c>size=SIZE</c> (or a percentage), <c>mode=OCTAL</c>,
/// <c>uid=N gid=N</c>, <c>nr_inodes=N[kmg] nr_blocks=N[kmg]</c>, <c>mpol=POLICY</c> (tmpfs(5)), and of mount(8) <c>[no]exec [no]suid [no]dev
/// [no]atime [no]diratime [no]relatime strictatime sync async dirsync</c>.
/// </summary>
public static class TmpfsSyntax
{
    /// <summary>Parses one value.</summary>
    /// <exception cref="UsageException">It is not a tmpfs.</exception>
    public static TmpfsMount Parse(string text)
    {
        int colon = text.IndexOf(':');
        var mount = new TmpfsMount { Target = MountTarget.Parse(colon < 0 ? text : text[..colon]) };
        if (colon < 0 || colon == text.Length - 1)
            return mount;
        var others = new List<string>();
        foreach (string option in text[(colon + 1)..].Split(','))
        {
            if (option is "ro" or "rw")
                mount = mount with { ReadOnly = option is "ro" };
            else if (option.StartsWith("size=", StringComparison.Ordinal) && !option.EndsWith('%'))
                mount = mount with { Size = ByteSize.Parse(option[5..]) };
            else if (option.StartsWith("mode=", StringComparison.Ordinal))
                mount = mount with { Mode = ParseMode(option[5..]) };
            else if (IsOption(option))
                others.Add(option);
            else
                throw new UsageException($"invalid tmpfs {Quoted.Text(text)}: unknown option {Quoted.Text(option)}");
        }

        return mount with { Options = others };
    }

    /// <summary>Parses a directory's mode in octal, up to 7777.</summary>
    /// <exception cref="UsageException">It is not a mode.</exception>
    internal static uint ParseMode(string text)
    {
        uint mode = 0;
        bool isValid = text.Length is > 0 and <= 6;
        foreach (char c in text)
        {
            isValid &= c is >= '0' and <= '7';
            mode = isValid ? (mode << 3) + (uint)(c - '0') : mode;
        }

        return isValid && mode <= 0xFFF
            ? mode
            : throw new UsageException($"invalid mode {Quoted.Text(text)}: allowed is an octal number up to 7777");
    }

    private static bool IsOption(string option)
    {
        int equals = option.IndexOf('=');
        if (equals < 0)
        {
            return option is "exec" or "noexec" or "suid" or "nosuid" or "dev" or "nodev" or "atime" or "noatime" or "diratime" or "nodiratime"
                or "relatime" or "norelatime" or "strictatime" or "sync" or "async" or "dirsync";
        }

        ReadOnlySpan<char> value = option.AsSpan(equals + 1);
        return option[..equals] switch
        {
            "size" => Digits.TryParse(value[..^1], 100u, out _),
            "uid" or "gid" => Digits.TryParse(value, uint.MaxValue - 1, out uint _),
            "nr_inodes" or "nr_blocks" => IsCount(value),
            "mpol" => !value.IsEmpty && !value.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789:=-"),
            _ => false,
        };
    }

    private static bool IsCount(ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty && value[^1] is 'k' or 'm' or 'g' or 'K' or 'M' or 'G')
            value = value[..^1];
        return Digits.TryParse(value, (ulong)long.MaxValue, out _);
    }
}
