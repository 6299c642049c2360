using Caisson.Cli.Arguments;
using Caisson.Namespaces;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private static void AddNamespaces(OptionTable<RunRequest> table) => table
        .Group("Namespaces")
        .Value("pid", null, "MODE", "private, host or container:NAME (private)", (r, v) => Share(r, n => n with { Pid = NamespaceSyntax.ParsePid(v) }))
        .Value("ipc", null, "MODE", "private, none, shareable, host or container:NAME (private)", (r, v) => Share(r, n => n with { Ipc = NamespaceSyntax.ParseIpc(v) }))
        .Value("uts", null, "MODE", "private or host (private)", (r, v) => Share(r, n => n with { Uts = NamespaceSyntax.ParseUts(v) }))
        .Value("cgroupns", null, "MODE", "private or host (private)", (r, v) => Share(r, n => n with { Cgroup = NamespaceSyntax.ParseCgroup(v) }))
        .Value("userns", null, "MODE", "host, private, or a map as 0:100000:65536 (host)", (r, v) => Share(r, n => n with { User = NamespaceSyntax.ParseUser(v) }));

    private static void Share(RunRequest request, Func<NamespaceOptions, NamespaceOptions> change) =>
        request.Spec = request.Spec with { Namespaces = change(request.Spec.Namespaces) };
}
