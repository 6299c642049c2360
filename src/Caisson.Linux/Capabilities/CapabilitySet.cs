using System.Numerics;

namespace Caisson.Linux.Capabilities;

/// <summary>A set of capabilities: bit n stands for capability n, as in /proc/PID/status (proc(5), CapEff).</summary>
/// <param name="Mask">The bits. Those of capabilities unknown here are kept.</param>
public readonly record struct CapabilitySet(ulong Mask)
{
    /// <summary>No capability.</summary>
    public static CapabilitySet Empty => default;

    /// <summary>Every capability known here.</summary>
    public static CapabilitySet All => UpTo(CapabilityNames.LastKnown);

    /// <summary>How many capabilities are in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>All capabilities up to one, for example <see cref="CapabilityNames.ReadLast"/>.</summary>
    /// <param name="last">0 to 63.</param>
    public static CapabilitySet UpTo(int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 63);
        return new CapabilitySet(ulong.MaxValue >> (63 - last));
    }

    /// <summary>A set of some capabilities.</summary>
    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        CapabilitySet set = default;
        foreach (Capability capability in capabilities)
        {
            set = set.With(capability);
        }

        return set;
    }

    /// <summary>
    /// The set of some names, as <see cref="CapabilityNames.TryParse"/> takes them; <c>ALL</c>, in any case, stands for all.
    /// </summary>
    /// <param name="names">The names, in any order; the same one may come twice.</param>
    /// <param name="set">The set; when a name is unknown, of those before it.</param>
    /// <param name="unknown">The first name that is no capability's; null when there is none.</param>
    public static bool TryParse(IReadOnlyList<string> names, out CapabilitySet set, out string? unknown)
    {
        set = default;
        unknown = null;
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Equals("ALL", StringComparison.OrdinalIgnoreCase))
            {
                set |= All;
            }
            else if (CapabilityNames.TryParse(names[i], out Capability capability))
            {
                set = set.With(capability);
            }
            else
            {
                unknown = names[i];
                return false;
            }
        }

        return true;
    }

    public static CapabilitySet operator |(CapabilitySet left, CapabilitySet right) => new(left.Mask | right.Mask);

    public static CapabilitySet operator &(CapabilitySet left, CapabilitySet right) => new(left.Mask & right.Mask);

    /// <summary>Whether a capability is in the set.</summary>
    public bool Has(Capability capability) => (Mask & Bit(capability)) != 0;

    /// <summary>The set with one capability more.</summary>
    public CapabilitySet With(Capability capability) => new(Mask | Bit(capability));

    /// <summary>The set with those of another taken away.</summary>
    public CapabilitySet Without(CapabilitySet other) => new(Mask & ~other.Mask);

    /// <summary>Names as <c>CAP_CHOWN</c>, in the order of the numbers; a capability unknown here is <c>CAP_</c> and its number.</summary>
    public IReadOnlyList<string> ToNames()
    {
        string[] names = new string[Count];
        int i = 0;
        for (ulong rest = Mask; rest != 0; rest &= rest - 1)
        {
            int number = BitOperations.TrailingZeroCount(rest);
            names[i++] = CapabilityNames.NameOf(number) ?? $"CAP_{number}";
        }

        return names;
    }

    /// <summary>Names separated by commas.</summary>
    public override string ToString() => string.Join(',', ToNames());

    private static ulong Bit(Capability capability) => 1UL << (int)capability;
}
