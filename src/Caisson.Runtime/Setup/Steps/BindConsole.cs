using Caisson.Linux.Files;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Shows the container's terminal as /dev/console, as programs that log to the console expect.</summary>
public sealed record BindConsole : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "bind the terminal to /dev/console";

    internal override void Lower(LoweringContext context)
    {
        // By name in the devpts that was attached just now, and never through a link that an image planted (CVE-2025-52565).
        Cell slave = context.Program.OpenResolved(
            context.Root, $"/dev/pts/{context.Prepared.Terminal!.Number}", OpenFlags.O_PATH, LoweringContext.InContainer);
        context.Program.AttachMount(context.Program.CloneMount(slave, recursive: false), context.OpenTarget("/dev/console"));
    }
}
