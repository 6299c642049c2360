namespace Caisson.Cli.Commands;

/// <summary>Commands that take several names try all of them; each failure is a line of its own, and the exit code tells that there was one.</summary>
internal static class EachName
{
    /// <summary>Acts on each name; returns the exit code.</summary>
    /// <param name="command">How messages name the command.</param>
    /// <param name="names">The names.</param>
    /// <param name="context">Where failures are reported.</param>
    /// <param name="act">What to do with a name.</param>
    public static int Do(string command, IReadOnlyList<string> names, CommandContext context, Action<string> act)
    {
        int exitCode = ExitCodes.Success;
        foreach (string name in names)
        {
            try
            {
                act(name);
            }
            catch (Exception e) when (CommandLine.IsForUser(e))
            {
                // What was printed for the names before comes first.
                context.Output.Flush();
                context.Diagnostics.Error(command, e.Message);
                exitCode = ExitCodes.Failure;
            }
        }

        return exitCode;
    }
}
