namespace Caisson.Resources;

/// <summary>Allows access to devices by number, on the command line <c>TYPE MAJOR:MINOR ACCESS</c>.</summary>
/// <param name="Type">a (all), c or b.</param>
/// <param name="Major">Null is any.</param>
/// <param name="Minor">Null is any.</param>
/// <param name="Access">Letters of r (read), w (write), m (mknod), each once.</param>
public sealed record DeviceCgroupRule(char Type, uint? Major, uint? Minor, string Access)
{
    // Numbers of the kernel: 12 bits of major, 20 bits of minor (linux/kdev_t.h).
    private const uint MaximumMajor = (1 << 12) - 1;
    private const uint MaximumMinor = (1 << 20) - 1;

    /// <summary>Parses <c>TYPE MAJOR:MINOR ACCESS</c>, where a number may be <c>*</c>.</summary>
    /// <exception cref="UsageException">It is not a rule.</exception>
    public static DeviceCgroupRule Parse(string text)
    {
        string[] parts = text.Split(' ');
        if (parts is [['a' or 'c' or 'b'] type, var numbers, var access] && DeviceAccess.IsValid(access))
        {
            int colon = numbers.IndexOf(':');
            if (colon > 0 && TryNumber(numbers.AsSpan(0, colon), MaximumMajor, out uint? major) &&
                TryNumber(numbers.AsSpan(colon + 1), MaximumMinor, out uint? minor))
            {
                // The cgroup v1 file takes "a" as everything, whatever follows it: a narrower rule would not be narrow.
                return type is not "a" || (major is null && minor is null && access.Length == 3)
                    ? new DeviceCgroupRule(type[0], major, minor, access)
                    : throw new UsageException($"invalid device rule {Quoted.Text(text)}: the kernel knows type a only as \"a *:* rwm\"");
            }
        }

        throw new UsageException($"invalid device rule {Quoted.Text(text)}: allowed is TYPE MAJOR:MINOR ACCESS, as \"c 10:200 rwm\" or \"b *:* r\"");
    }

    private static bool TryNumber(ReadOnlySpan<char> text, uint maximum, out uint? number)
    {
        number = null;
        if (text is "*")
            return true;
        if (!Digits.TryParse(text, maximum, out uint value))
            return false;
        number = value;
        return true;
    }
}
