using Caisson.Cli.Arguments;
using Caisson.Processes;

namespace Caisson.Cli.Containers;

/// <summary>The options of <c>caisson run</c> and what each says about the container; one file for each heading of its help.</summary>
internal static partial class RunOptions
{
    /// <summary>The whole table.</summary>
    public static OptionTable<RunRequest> Table()
    {
        var table = new OptionTable<RunRequest>();
        AddGeneral(table);
        AddProcess(table);
        AddMetadata(table);
        AddStorage(table);
        AddNetwork(table);
        AddNamespaces(table);
        AddResources(table);
        AddSecurity(table);
        AddSupervision(table);
        return table;
    }

    private static void AddGeneral(OptionTable<RunRequest> table) => table
        .Group("General")
        .Flag("detach", 'd', "Run in the background and print the container's id", (r, on) => r.Detach = on)
        .Value("name", null, "NAME", "Name the container", (r, v) => r.Spec = r.Spec with { Name = ResourceName.Parse("container", v) })
        .Flag("rm", null, "Remove the container when it ends", (r, on) => r.Spec = r.Spec with { Remove = on })
        .Value("rootfs", null, "DIR", "Use a directory as the root file system, instead of an image", (r, v) => r.Spec = r.Spec with { Rootfs = InCaller(r, v) })
        .Value("timeout", null, "DURATION", "Kill the container after that time and exit with 124", (r, v) => r.Spec = r.Spec with { Timeout = Limit(v) })
        .Value("cidfile", null, "FILE", "Write the container's id to a new file", (r, v) => r.CidFile = InCaller(r, v))
        .Value("pidfile", null, "FILE", "Write the process's id to a file", (r, v) => r.PidFile = InCaller(r, v))
        .Flag("dry-run", null, "Print the plan of system calls and do nothing", (r, on) => r.DryRun = on)

        // There is nothing to suppress: this version pulls nothing.
        .Flag("quiet", 'q', "Print no progress of pulling", static (_, _) => { })

        // Nor are there signatures to check: digests always are.
        .Flag("disable-content-trust", null, "Skip signatures; digests are verified always", static (_, _) => { })
        .Refused(OptionKind.Value, "pull", null, "there are no registries to pull from yet; use 'caisson import'", "missing", "never")
        .Refused(OptionKind.Value, "platform", null, "only linux/amd64 runs here", "linux/amd64", "linux")
        .Refused(OptionKind.Value, "isolation", null, "only linux is available in this version", "linux", "default", "")
        .Refused(OptionKind.Value, "posture", null, "only default is available in this version", "default")
        .Refused(OptionKind.Value, "runtime", null, "containers are run by caisson itself; other engines can use caisson-runtime")
        .Refused(OptionKind.Flag, "use-api-socket", null, "there is no daemon and so no socket");

    private static TimeSpan? Limit(string text) => Duration.Parse(text) is { Ticks: > 0 } limit ? limit : null;

    private static string InCaller(RunRequest request, string path) =>
        path.Length > 0 ? Path.GetFullPath(path, request.Caller.CurrentDirectory()) : throw new FormatException("the path is empty");
}
