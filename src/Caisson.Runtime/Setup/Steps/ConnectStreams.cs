namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes the prepared pipes or the terminal the standard streams.</summary>
public sealed record ConnectStreams : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "connect standard streams";

    internal override void Lower(LoweringContext context)
    {
        for (int number = 0; number < context.Prepared.Streams.Count; number++)
        {
            context.Program.Duplicate(context.Prepared.Streams[number], number);
        }
    }
}
