namespace Caisson.Resources;

/// <summary>Letters of device access: r (read), w (write), m (mknod), at least one, each at most once.</summary>
internal static class DeviceAccess
{
    internal static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExcept("rwm"))
            return false;
        return text.Count('r') <= 1 && text.Count('w') <= 1 && text.Count('m') <= 1;
    }
}
