using Caisson.Linux.Capabilities;
using Caisson.Oci.Runtime;
using Caisson.Security;
using static Caisson.Linux.Capabilities.Capability;

namespace Caisson.Compilation;

/// <summary>Which capabilities a container gets.</summary>
internal static class CapabilityRules
{
    /// <summary>Docker's 14.</summary>
    private static CapabilitySet Defaults => CapabilitySet.Of(
        CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_NET_RAW,
        CAP_SYS_CHROOT, CAP_MKNOD, CAP_AUDIT_WRITE, CAP_SETFCAP);

    /// <summary>
    /// The bounding set. Adding never removes and dropping never adds: a capability is in when it is added by name; else out when it is
    /// dropped by name or by ALL; else in when it is a default or ALL is added. So with <c>--cap-add ALL --cap-drop X</c> X alone is out, and
    /// with <c>--cap-drop ALL --cap-add X</c> X alone is in.
    /// </summary>
    /// <exception cref="UsageException">One that was asked for by name is not available, or is both added and dropped.</exception>
    internal static CapabilitySet Bounding(SecurityOptions options, CapabilitySet available)
    {
        (CapabilitySet added, bool isAllAdded) = Read(options.CapAdd);
        (CapabilitySet dropped, bool isAllDropped) = Read(options.CapDrop);
        RequireEmpty(added.Without(available), "is not available on this host");
        RequireEmpty(added & dropped, "is both added and dropped");
        if (options.Privileged)
            return available;
        CapabilitySet basis = isAllAdded ? available : isAllDropped ? CapabilitySet.Empty : Defaults & available;
        return basis.Without(dropped) | added;
    }

    /// <summary>
    /// The five sets. A user other than root gets the bounding set alone, so that set-user-ID programs still work, as execve(2) would leave
    /// it; inheritable and ambient stay empty (CVE-2022-24769).
    /// </summary>
    internal static CapabilitiesSpec Sets(CapabilitySet bounding, uint uid)
    {
        IReadOnlyList<string> names = bounding.ToNames();
        return uid == 0
            ? new CapabilitiesSpec { Bounding = names, Permitted = names, Effective = names }
            : new CapabilitiesSpec { Bounding = names };
    }

    private static (CapabilitySet Named, bool HasAll) Read(IReadOnlyList<string> names)
    {
        CapabilitySet named = CapabilitySet.Empty;
        bool hasAll = false;
        foreach (string text in names)
        {
            string name = Security.Capability.Parse(text);
            if (name is Security.Capability.All)
                hasAll = true;
            else if (CapabilityNames.TryParse(name, out Linux.Capabilities.Capability capability))
                named = named.With(capability);
        }

        return (named, hasAll);
    }

    private static void RequireEmpty(CapabilitySet set, string otherwise)
    {
        if (set.Count > 0)
            throw new UsageException($"capability {set.ToNames()[0]} {otherwise}");
    }
}
