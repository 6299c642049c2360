using System.Text;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// A cgroup's path below the top of each hierarchy (config-linux.md#cgroups-path). It comes from a bundle, so it is hostile: checked here,
/// and opened with openat2(2) beneath the hierarchy later.
/// </summary>
public static class CgroupPath
{
    private const int NAME_MAX = 255;
    private const int LongestPath = 2048;

    /// <summary>
    /// Checks a path and returns it without leading and trailing slash. A relative path counts from the top too: the specification
    /// leaves the place to the runtime.
    /// </summary>
    /// <exception cref="CgroupException">The path is empty, too long, or has a part that is empty, <c>.</c>, <c>..</c> or holds control characters.</exception>
    public static string Normalize(string path)
    {
        string trimmed = path.EndsWith('/') ? path[..^1] : path;
        trimmed = trimmed.StartsWith('/') ? trimmed[1..] : trimmed;
        if (trimmed.Length == 0)
        {
            throw Refuse(path, "it names the top of the hierarchy, which belongs to the host");
        }

        if (trimmed.Length > LongestPath)
        {
            throw new CgroupException($"cgroup path of {trimmed.Length} characters: at most {LongestPath} are possible");
        }

        foreach (Range range in trimmed.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> part = trimmed.AsSpan()[range];
            if (part is "" or "." or "..")
            {
                throw Refuse(path, "a part is empty, '.' or '..'");
            }

            if (Encoding.UTF8.GetByteCount(part) > NAME_MAX)
            {
                throw Refuse(path, $"a part is longer than {NAME_MAX} bytes");
            }

            foreach (char c in part)
            {
                if (char.IsControl(c))
                {
                    throw Refuse(path, "it contains a control character");
                }
            }
        }

        return trimmed;
    }

    private static CgroupException Refuse(string path, string why) => new($"cgroup path {Printable.Quote(path)}: {why}");
}
