namespace Caisson.Resources;

/// <summary>CPUs or memory nodes: numbers and ascending ranges separated by commas (<c>0-3,7</c>), the kernel's list format (cpuset(7)).</summary>
public static class CpuList
{
    private const uint Maximum = 65_535;

    /// <summary>Returns the list as it is, or says what is wrong with it.</summary>
    /// <exception cref="UsageException">It is not a list.</exception>
    public static string Parse(string text)
    {
        ReadOnlySpan<char> list = text;
        foreach (Range part in list.Split(','))
        {
            ReadOnlySpan<char> item = list[part];
            int dash = item.IndexOf('-');
            bool isValid = dash < 0
                ? TryNumber(item, out _)
                : TryNumber(item[..dash], out uint first) && TryNumber(item[(dash + 1)..], out uint last) && first <= last;
            if (!isValid)
                throw new UsageException($"invalid list {Quoted.Text(text)}: allowed are numbers up to {Maximum} and ranges separated by commas, as 0-3,7");
        }

        return text;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out uint value) => Digits.TryParse(text, Maximum, out value);
}
