using Caisson.Cli.Commands;
using Caisson.Containers;
using Caisson.Linux.Events;

namespace Caisson.Cli.Containers;

/// <summary><c>caisson run IMAGE [COMMAND]</c>.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new Command<RunRequest>
    {
        Name = "run",
        Usage = "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        Summary = "Create and start a container from an image",
        Aliases = ["container run"],
        RunsProcess = true,
        Options = RunOptions.Table(),
        Execute = Execute,
    };

    private static int Execute(RunRequest request, IReadOnlyList<string> arguments, CommandContext context)
    {
        ContainerSpec spec = request.Complete(arguments);
        if (!request.Detach && !request.DryRun)
        {
            OwnStreams.RequireTerminal(spec.OpenStdin, spec.Terminal);
        }

        using Engine engine = context.OpenEngine();
        if (request.DryRun)
        {
            context.Output.Write(engine.DescribeStart(spec));
            return ExitCodes.Success;
        }

        using IdFile? cidFile = request.CidFile is { } path ? IdFile.Create(path) : null;
        using SignalReader? signals = request.Detach ? null : SignalReader.Block(ForwardedSignals.All);
        Container container = engine.Create(spec);
        cidFile?.Write(container.Id);
        AttachStreams? streams = signals is null ? null : OwnStreams.Open(spec.OpenStdin, signals);
        using ContainerSession session = container.Start(streams?.TerminalSize);
        int pid = session.WaitUntilStarted();
        if (request.PidFile is { } pidFile)
        {
            IdFile.Replace(pidFile, pid);
        }

        if (streams is null)
        {
            context.Output.WriteLine(container.Id);
            return ExitCodes.Success;
        }

        int exitCode = session.Run(streams);
        session.WaitForMonitor();
        return exitCode;
    }
}
