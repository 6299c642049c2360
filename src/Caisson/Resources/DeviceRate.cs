using Caisson.Mounts;

namespace Caisson.Resources;

/// <summary>A limit for one block device of the host, on the command line <c>PATH:RATE</c>.</summary>
/// <param name="Path">The device's path on the host.</param>
/// <param name="Rate">Bytes or operations a second.</param>
public sealed record DeviceRate(string Path, ulong Rate)
{
    /// <summary>Parses <c>PATH:SIZE</c> (<see cref="ByteSize"/>), bytes a second.</summary>
    /// <exception cref="UsageException">It is not a path and a size.</exception>
    public static DeviceRate ParseBytes(string text)
    {
        int colon = Colon(text, "SIZE, as /dev/sda:1mb");
        return new DeviceRate(AbsolutePath.Parse("device path", text[..colon]), (ulong)ByteSize.Parse(text[(colon + 1)..]));
    }

    /// <summary>Parses <c>PATH:NUMBER</c>, operations a second.</summary>
    /// <exception cref="UsageException">It is not a path and a number.</exception>
    public static DeviceRate ParseOperations(string text)
    {
        int colon = Colon(text, "NUMBER, as /dev/sda:1000");
        return Digits.TryParse(text.AsSpan(colon + 1), (ulong)long.MaxValue, out ulong rate)
            ? new DeviceRate(AbsolutePath.Parse("device path", text[..colon]), rate)
            : throw new UsageException($"invalid device rate {Quoted.Text(text)}: allowed is PATH:NUMBER, as /dev/sda:1000");
    }

    private static int Colon(string text, string form)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 ? colon : throw new UsageException($"invalid device rate {Quoted.Text(text)}: allowed is PATH:{form}");
    }
}
