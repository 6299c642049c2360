using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>A checked device rule.</summary>
/// <param name="Allow">Allows, or denies.</param>
/// <param name="Type">'c', 'b', or 'a' for both.</param>
/// <param name="Major">Null is any.</param>
/// <param name="Minor">Null is any.</param>
/// <param name="Access">What it speaks about.</param>
internal readonly record struct DeviceMatch(bool Allow, char Type, uint? Major, uint? Minor, DeviceAccess Access)
{
    /// <summary>Speaks about every device and every access, so that earlier rules have no say.</summary>
    internal bool IsTotal => Type == 'a' && Major is null && Minor is null && Access == DeviceAccess.All;

    internal static DeviceMatch From(DeviceRule rule)
    {
        char type = rule.Type switch
        {
            null or "" or "a" => 'a',
            "c" or "u" => 'c',
            "b" => 'b',
            _ => throw new CgroupException($"device rule of type {Printable.Quote(rule.Type)}: a, b or c is expected"),
        };
        return new(rule.Allow, type, Number(rule.Major), Number(rule.Minor), AccessOf(rule.Access));
    }

    /// <summary>Every device that the other one is about is one of this one's.</summary>
    internal bool Covers(in DeviceMatch other) =>
        (Type == 'a' || Type == other.Type)
        && (Major is null || Major == other.Major)
        && (Minor is null || Minor == other.Minor);

    /// <summary>There may be a device that both are about.</summary>
    internal bool Overlaps(in DeviceMatch other) =>
        (Type == 'a' || other.Type == 'a' || Type == other.Type)
        && (Major is null || other.Major is null || Major == other.Major)
        && (Minor is null || other.Minor is null || Minor == other.Minor);

    /// <summary>As in devices.allow: <c>c 1:3 rwm</c>.</summary>
    public override string ToString() => $"{Type} {Major?.ToString() ?? "*"}:{Minor?.ToString() ?? "*"} {Letters(Access)}";

    private static string Letters(DeviceAccess access) =>
        (access.HasFlag(DeviceAccess.Read) ? "r" : "") + (access.HasFlag(DeviceAccess.Write) ? "w" : "") + (access.HasFlag(DeviceAccess.Make) ? "m" : "");

    private static uint? Number(long? number) => number switch
    {
        null or -1 => null,
        >= 0 and <= int.MaxValue => (uint)number,
        _ => throw new CgroupException($"device rule with the number {number}: zero or more is expected, or -1 for any"),
    };

    private static DeviceAccess AccessOf(string? letters)
    {
        if (string.IsNullOrEmpty(letters))
        {
            return DeviceAccess.All;
        }

        DeviceAccess access = DeviceAccess.None;
        foreach (char letter in letters)
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Make,
                _ => throw new CgroupException($"device rule with the access {Printable.Quote(letters)}: letters of r, w and m are expected"),
            };
        }

        return access;
    }
}
