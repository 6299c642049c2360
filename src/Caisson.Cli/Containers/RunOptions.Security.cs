using Caisson.Cli.Arguments;
using Caisson.Mounts;
using Caisson.Security;
using Caisson.Sysctls;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private static void AddSecurity(OptionTable<RunRequest> table) => table
        .Group("Security")
        .List("cap-add", null, "CAPABILITY", "Add a capability, or ALL", (r, v) => Secure(r, s => s with { CapAdd = [.. s.CapAdd, Capability.Parse(v)] }))
        .List("cap-drop", null, "CAPABILITY", "Drop a capability, or ALL", (r, v) => Secure(r, s => s with { CapDrop = [.. s.CapDrop, Capability.Parse(v)] }))
        .Flag("privileged", null, "All capabilities and devices, no seccomp filter, nothing masked", (r, on) => Secure(r, s => s with { Privileged = on }))
        .List("security-opt", null, "KEY=VALUE", "seccomp=, apparmor=, label=, no-new-privileges, mask=, unmask=, systempaths=unconfined", (r, v) =>
            Secure(r, s => SecuritySyntax.Add(s, v, r.Caller.CurrentDirectory())))
        .List("sysctl", null, "NAME=VALUE", "Set a kernel parameter of the container's namespaces", (r, v) =>
            r.Spec = r.Spec with { Sysctls = With(r.Spec.Sysctls, Sysctl.Parse(v)) })
        .List("masked-path", null, "PATH", "Hide a path besides the defaults", (r, v) =>
            Secure(r, s => s with { Mask = [.. s.Mask, AbsolutePath.Parse("masked path", v)] }));

    private static void Secure(RunRequest request, Func<SecurityOptions, SecurityOptions> change) =>
        request.Spec = request.Spec with { Security = change(request.Spec.Security) };
}
