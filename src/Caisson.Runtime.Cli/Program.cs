using Caisson.Linux;
using Caisson.Linux.Files;
using Caisson.Oci;
using Caisson.Runtime.Cgroups;
using Caisson.Runtime.Cli;
using Caisson.Runtime.Setup;

try
{
    return CommandLine.Run(args);
}
catch (ContainerStartException e)
{
    return Report(e.Message, e.ExitCode);
}
catch (Exception e) when (e is LinuxException or SpecException or CgroupException or ArgumentException)
{
    const int Failed = 1;
    return Report(e.Message, Failed);
}

static int Report(string message, int code)
{
    StandardStream.Error.WriteText($"caisson-runtime: {message}\n");
    return code;
}
