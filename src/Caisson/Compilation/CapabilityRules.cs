using Caisson.Oci.Runtime;
using Caisson.Security;

namespace Caisson.Compilation;

/// <summary>Which capabilities a container gets.</summary>
internal static class CapabilityRules
{
    // Docker's 14, in the kernel's order.
    private static readonly string[] Defaults =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
        "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SYS_CHROOT", "CAP_MKNOD", "CAP_AUDIT_WRITE", "CAP_SETFCAP",
    ];

    /// <summary>
    /// The bounding set, in the order of <paramref name="available"/>. Adding never removes and dropping never adds: a capability is in when
    /// it is added by name; else out when it is dropped by name or by ALL; else in when it is a default or ALL is added. With
    /// <c>--cap-add ALL --cap-drop X</c> X is out; with <c>--cap-drop ALL --cap-add X</c> X alone is in.
    /// </summary>
    /// <exception cref="UsageException">One that was asked for by name is not available, or is both added and dropped.</exception>
    internal static IReadOnlyList<string> Bounding(SecurityOptions options, IReadOnlyList<string> available)
    {
        foreach (string added in options.CapAdd)
        {
            if (!Is(added, Capability.All) && !Has(available, added))
                throw new UsageException($"capability {added} is not available on this host");
            if (!Is(added, Capability.All) && Has(options.CapDrop, added))
                throw new UsageException($"capability {added} is both added and dropped");
        }

        if (options.Privileged)
            return available;
        bool isAllAdded = Has(options.CapAdd, Capability.All);
        bool isAllDropped = Has(options.CapDrop, Capability.All);
        var result = new List<string>(available.Count);
        foreach (string capability in available)
        {
            bool isIn = Has(options.CapAdd, capability) ||
                (!Has(options.CapDrop, capability) && (isAllAdded || (!isAllDropped && Has(Defaults, capability))));
            if (isIn)
                result.Add(capability);
        }

        return result;
    }

    /// <summary>
    /// The five sets. A user other than root gets the bounding set alone, so that set-user-ID programs still work, as execve(2) would leave
    /// it; inheritable and ambient stay empty (CVE-2022-24769).
    /// </summary>
    internal static CapabilitiesSpec Sets(IReadOnlyList<string> bounding, uint uid) => uid == 0
        ? new CapabilitiesSpec { Bounding = bounding, Permitted = bounding, Effective = bounding }
        : new CapabilitiesSpec { Bounding = bounding };

    private static bool Has(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (Is(names[i], name))
                return true;
        }

        return false;
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
