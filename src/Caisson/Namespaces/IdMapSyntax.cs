using Caisson.Oci.Runtime;

namespace Caisson.Namespaces;

/// <summary>
/// The grammar of id maps: ranges <c>[u|g]INSIDE:OUTSIDE:SIZE</c> separated by <c>,</c> or <c>;</c>. A range with <c>u</c> is of user ids alone,
/// with <c>g</c> of group ids alone, otherwise of both: <c>0:100000:65536</c> or <c>u0:1000:1,g0:100:1</c>. On the file system side of an
/// idmapped mount INSIDE is the id that is stored, OUTSIDE the one that is seen.
/// </summary>
public static class IdMapSyntax
{
    // The kernel takes 340 ranges (user_namespaces(7)).
    private const int MaximumRanges = 340;

    /// <summary>Parses a map; both parts have at least one range, and ranges do not overlap on either side.</summary>
    /// <exception cref="UsageException">It is not a map.</exception>
    public static (IReadOnlyList<IdMapping> Uids, IReadOnlyList<IdMapping> Gids) Parse(string text)
    {
        var uids = new List<IdMapping>();
        var gids = new List<IdMapping>();
        foreach (Range part in text.AsSpan().SplitAny(',', ';'))
        {
            ReadOnlySpan<char> range = text.AsSpan(part);
            char kind = range is ['u' or 'g', ..] ? range[0] : ' ';
            IdMapping mapping = ParseRange(kind == ' ' ? range : range[1..], text);
            if (kind != 'g')
                Add(uids, mapping, text);
            if (kind != 'u')
                Add(gids, mapping, text);
        }

        if (uids.Count == 0 || gids.Count == 0)
            throw new UsageException($"invalid id map {Quoted.Text(text)}: {(uids.Count == 0 ? "user" : "group")} ids have no range");
        return (uids, gids);
    }

    private static IdMapping ParseRange(ReadOnlySpan<char> range, string text)
    {
        int first = range.IndexOf(':');
        int second = range.LastIndexOf(':');
        if (first < 0 || second == first ||
            !Digits.TryParse(range[..first], uint.MaxValue - 1, out uint inside) ||
            !Digits.TryParse(range[(first + 1)..second], uint.MaxValue - 1, out uint outside) ||
            !Digits.TryParse(range[(second + 1)..], uint.MaxValue, out uint size))
        {
            throw new UsageException($"invalid id map {Quoted.Text(text)}: allowed are ranges [u|g]INSIDE:OUTSIDE:SIZE, as 0:100000:65536");
        }

        // 4294967295 is no id (user_namespaces(7)).
        if (size == 0 || inside > uint.MaxValue - size || outside > uint.MaxValue - size)
            throw new UsageException($"invalid id map {Quoted.Text(text)}: a range is empty or goes beyond 4294967294");
        return new IdMapping(inside, outside, size);
    }

    private static void Add(List<IdMapping> ranges, IdMapping mapping, string text)
    {
        if (ranges.Count == MaximumRanges)
            throw new UsageException($"invalid id map {Quoted.Text(text)}: at most {MaximumRanges} ranges");
        foreach (IdMapping other in ranges)
        {
            if (Overlaps(other.ContainerId, other.Size, mapping.ContainerId, mapping.Size) || Overlaps(other.HostId, other.Size, mapping.HostId, mapping.Size))
                throw new UsageException($"invalid id map {Quoted.Text(text)}: ranges overlap");
        }

        ranges.Add(mapping);
    }

    private static bool Overlaps(uint first, uint firstSize, uint second, uint secondSize) =>
        first < (ulong)second + secondSize && second < (ulong)first + firstSize;
}
