using Caisson.Cli.Arguments;
using Caisson.Cli.Commands;
using Caisson.Linux.Files;

if (ArgumentBytes.AreSuspicious(args) && !ArgumentBytes.AreText(File.ReadAllBytes("/proc/self/cmdline")))
{
    StandardStream.Error.Write("caisson: an argument is not valid UTF-8\n"u8);
    return ExitCodes.EngineError;
}

return CommandLine.Run(args, Environment.GetEnvironmentVariable, StandardStream.Output, StandardStream.Error, TimeProvider.System);
