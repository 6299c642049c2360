using Caisson.Mounts;

namespace Caisson.Resources;

/// <summary>The share of I/O at one block device of the host, on the command line <c>PATH:WEIGHT</c>.</summary>
/// <param name="Path">The device's path on the host.</param>
/// <param name="Weight">10 to 1000.</param>
public sealed record DeviceWeight(string Path, ushort Weight)
{
    /// <summary>Parses <c>PATH:WEIGHT</c>.</summary>
    /// <exception cref="UsageException">It is not a path and a weight.</exception>
    public static DeviceWeight Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon <= 0)
            throw new UsageException($"invalid device weight {Quoted.Text(text)}: allowed is PATH:WEIGHT, as /dev/sda:200");
        return new DeviceWeight(AbsolutePath.Parse("device path", text[..colon]), ParseWeight(text[(colon + 1)..]));
    }

    /// <summary>Parses a weight, 10 to 1000.</summary>
    /// <exception cref="UsageException">It is not a weight.</exception>
    public static ushort ParseWeight(string text) => Digits.TryParse(text, 1000u, out uint weight) && weight >= 10
        ? (ushort)weight
        : throw new UsageException($"invalid weight {Quoted.Text(text)}: allowed is 10 to 1000");
}
