using System.Globalization;

namespace Caisson;

/// <summary>Numbers made of ASCII digits alone: no sign, no space, no separators.</summary>
internal static class Digits
{
    internal static bool TryParse(ReadOnlySpan<char> text, ulong maximum, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;

    internal static bool TryParse(ReadOnlySpan<char> text, uint maximum, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;
}
