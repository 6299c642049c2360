using Caisson.Runtime.Processes;

namespace Caisson.Runtime.Setup.Steps;

/// <summary>Becomes the container's program (execve(2)).</summary>
public sealed record Execute(IReadOnlyList<string> Candidates, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment)
    : SetupStep
{
    /// <summary>The program of a process specification.</summary>
    public static Execute Of(IReadOnlyList<string> arguments, IReadOnlyList<string> environment) =>
        new(ProgramSearch.Candidates(arguments[0], environment), arguments, environment);

    /// <inheritdoc />
    public override string ToString() => $"exec {Arguments[0]}";

    internal override void Lower(LoweringContext context) =>
        context.ExecuteResults = context.Program.Execute(Candidates, Arguments, Environment);
}
