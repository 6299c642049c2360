using Caisson.Cli.Arguments;

namespace Caisson.Cli.Containers;

internal static partial class RunOptions
{
    private const string NoHealth = "health checks are not available in this version; run the check with 'caisson exec'";

    private static void AddSupervision(OptionTable<RunRequest> table) => table
        .Group("Supervision")
        .Value("log-driver", null, "DRIVER", "json-file or none (json-file)", (r, v) => r.Spec = r.Spec with { LogDriver = LogDriver(v) })
        .Refused(OptionKind.List, "log-opt", null, "log drivers have no options in this version")
        .Refused(OptionKind.Value, "restart", null, "only no is available in this version; run the container again when it ended", "no", "")
        .Refused(OptionKind.List, "attach", 'a', "choosing streams is not available in this version; without -d, output is attached, and input with -i")
        .Refused(OptionKind.Value, "detach-keys", null, "detaching is not available in this version; start the container with -d")
        .Refused(OptionKind.Flag, "sig-proxy", null, "signals are always forwarded in this version; send them with 'caisson kill'", "true")
        .Refused(OptionKind.Value, "health-cmd", null, NoHealth)
        .Refused(OptionKind.Value, "health-interval", null, NoHealth)
        .Refused(OptionKind.Value, "health-retries", null, NoHealth)
        .Refused(OptionKind.Value, "health-start-interval", null, NoHealth)
        .Refused(OptionKind.Value, "health-start-period", null, NoHealth)
        .Refused(OptionKind.Value, "health-timeout", null, NoHealth)
        .Refused(OptionKind.Flag, "no-healthcheck", null, "health checks are not available in this version: the image's does not run anyway");

    private static string LogDriver(string name) => name is "json-file" or "none"
        ? name
        : throw new FormatException($"'{name}' is not available in this version; use json-file or none");
}
