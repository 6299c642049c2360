namespace Caisson.Runtime.Setup.Steps;

/// <summary>Makes the terminal on stdin the controlling one.</summary>
public sealed record TakeTerminal() : SetupStep
{
    /// <inheritdoc />
    public override string ToString() => "take the controlling terminal";

    internal override void Lower(LoweringContext context)
    {
        const int Stdin = 0;
        context.Program.SetControllingTerminal(Stdin);
    }
}
