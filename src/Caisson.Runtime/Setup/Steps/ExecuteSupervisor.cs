namespace Caisson.Runtime.Setup.Steps;

/// <summary>
/// Becomes caisson-init, which starts the program as its child: process 1 that reaps and forwards signals. The executable is an open file on a
/// read-only mount of its own; no path of the container leads to it.
/// </summary>
public sealed record ExecuteSupervisor(IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment) : SetupStep
{
    // The status pipe is the first descriptor after the standard ones; caisson-init closes it when the program runs.
    private const int StatusDescriptor = 3;

    /// <inheritdoc />
    public override string ToString() => $"exec caisson-init for {Arguments[0]}";

    internal override void Lower(LoweringContext context)
    {
        context.Program.Duplicate(context.Prepared.SupervisorStatus!.Write, StatusDescriptor);
        context.Program.ExecuteFile(context.Prepared.Supervisor!, ["caisson-init", "supervise", "--", .. Arguments], Environment);
    }
}
