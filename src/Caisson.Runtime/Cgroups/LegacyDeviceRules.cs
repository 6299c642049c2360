using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>
/// Device rules for version 1. The kernel keeps a default and a list of exceptions from it (cgroup-v1/devices.rst), so the rules are
/// folded into that form first. What it cannot hold, such as denying one device out of an allowed range, is refused.
/// </summary>
internal static class LegacyDeviceRules
{
    internal static void Compile(CgroupPlanBuilder plan, IReadOnlyList<DeviceRule> rules, string setting)
    {
        (bool allowed, List<DeviceMatch> exceptions) = Fold(rules, setting);

        // A new cgroup begins as a copy of its parent, which allows everything unless the host says otherwise.
        if (!allowed)
        {
            plan.Write("devices", "devices.deny", "a", setting);
        }

        foreach (DeviceMatch exception in exceptions)
        {
            plan.Write("devices", allowed ? "devices.deny" : "devices.allow", exception.ToString(), setting);
        }
    }

    private static (bool Allowed, List<DeviceMatch> Exceptions) Fold(IReadOnlyList<DeviceRule> rules, string setting)
    {
        bool allowed = false;
        var exceptions = new List<DeviceMatch>();
        foreach (DeviceRule rule in rules)
        {
            DeviceMatch match = DeviceMatch.From(rule);
            if (match.IsTotal)
            {
                allowed = match.Allow;
                exceptions.Clear();
            }
            else if (match.Type == 'a')
            {
                // Version 1 takes "a" for everything, whatever stands behind it.
                Apply(exceptions, match with { Type = 'c' }, allowed, setting);
                Apply(exceptions, match with { Type = 'b' }, allowed, setting);
            }
            else
            {
                Apply(exceptions, match, allowed, setting);
            }
        }

        return (allowed, exceptions);
    }

    private static void Apply(List<DeviceMatch> exceptions, DeviceMatch match, bool allowed, string setting)
    {
        if (match.Allow != allowed)
        {
            AddException(exceptions, match);
            return;
        }

        // Back to the default for these devices: take the access out of the exceptions.
        for (int i = exceptions.Count - 1; i >= 0; i--)
        {
            DeviceMatch exception = exceptions[i];
            DeviceAccess left = exception.Access & ~match.Access;
            if (left == exception.Access || !match.Overlaps(exception))
            {
                continue;
            }

            if (!match.Covers(exception))
            {
                throw new CgroupException(
                    $"{setting}: cgroup v1 cannot {(match.Allow ? "allow" : "deny")} '{match}' after {(match.Allow ? "denying" : "allowing")} '{exception}'");
            }

            if (left == DeviceAccess.None)
            {
                exceptions.RemoveAt(i);
            }
            else
            {
                exceptions[i] = exception with { Access = left };
            }
        }
    }

    private static void AddException(List<DeviceMatch> exceptions, DeviceMatch match)
    {
        for (int i = 0; i < exceptions.Count; i++)
        {
            DeviceMatch known = exceptions[i];
            if (known.Covers(match) && (match.Access & ~known.Access) == DeviceAccess.None)
            {
                return;
            }

            if (known.Covers(match) && match.Covers(known))
            {
                exceptions[i] = known with { Access = known.Access | match.Access };
                return;
            }
        }

        exceptions.Add(match);
    }
}
