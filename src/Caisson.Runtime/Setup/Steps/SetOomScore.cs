using Caisson.Linux.Files;
using Caisson.Linux.Programs;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Sets how soon the process is killed when memory runs out.</summary>
public sealed record SetOomScore(int Score) : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => $"set oom_score_adj {Score}";

    internal override void Lower(LoweringContext context)
    {
        // On the host's procfs, before the root changes.
        Cell file = context.Program.Open("/proc/self/oom_score_adj", OpenFlags.O_WRONLY);
        context.Program.Write(file, $"{Score}");
        context.Program.Close(file);
    }
}
