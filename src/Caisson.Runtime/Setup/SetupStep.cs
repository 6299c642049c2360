namespace Caisson.Runtime.Setup;

/// <summary>
/// One thing that a container's first process does before its program starts. A step is data; its text is what a dry run prints
/// and what an error names; lowering it adds its system calls to the program that the process walks.
/// </summary>
public abstract record SetupStep
{
    /// <summary>What the step does, as in <c>mount proc on /proc</c>.</summary>
    public abstract override string ToString();

    internal abstract void Lower(LoweringContext context);
}
